import type { DisputeAction, FilingFacts, ReasonCode } from '@dispute/contracts';
import { mastercardCodeOf } from '@dispute/domain';
import type { OperationContext } from './executor.js';

/** What the wire needs to know of the operation's dispute. @throws Error when it has not joined the claim */
export function filingOf({ view, operation }: OperationContext): FilingFacts {
  const filing = view.disputes.get(operation.disputeId)?.filing;
  if (filing === undefined) throw new Error(`dispute ${operation.disputeId} has not joined this claim`);
  return filing;
}

/** The issuer's action that an operation carries to the network; empty where it carries none. */
export const actionOf = ({ operation }: OperationContext): Partial<DisputeAction> => operation.details.action ?? {};

/** The reason code that a chargeback is filed with. */
export const reasonCodeOf = (context: OperationContext): ReasonCode | undefined =>
  actionOf(context).reason_code ?? context.operation.details.reason_code ?? filingOf(context).reason_code;

/** The network's code of a reason, by the edition of the rules that the dispute keeps. */
export const wireReasonOf = ({ operation }: OperationContext, reason: ReasonCode | undefined): string | undefined =>
  reason === undefined ? undefined : (mastercardCodeOf(reason, operation.details.rule_version) ?? undefined);
