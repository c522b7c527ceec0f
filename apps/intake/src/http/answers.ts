import type { FastifyReply } from 'fastify';
import { HttpRejection } from '@dispute/app-kit';
import { DEPRECATED_REASON_CODES, type Dispute, type DisputeAction } from '@dispute/contracts';
import { toDisputeResource } from '@dispute/domain';
import type { Handled, HandledWell } from '../commands/handled.js';

/** Throws a refusal; sets the headers that every write answers with. */
export function answered(handled: Handled, reply: FastifyReply): HandledWell {
  if (!handled.ok) throw new HttpRejection(handled.rejection);
  void reply.header('etag', `"${handled.version}"`).header('consistency-token', handled.consistencyToken);
  return handled;
}

export const disputeIn = (handled: HandledWell): Dispute => toDisputeResource(handled.dispute, handled.at);

/** The action that the command made. */
export function actionIn(handled: HandledWell): DisputeAction {
  const action = disputeIn(handled).action_history.find(({ id }) => id === handled.resultId);
  if (!action) throw new Error(`the dispute has no action ${handled.resultId}`);
  return action;
}

/** Under /v2 a deprecated reason code in a request is told so (RFC 9745: since the day v2 replaced them). */
export function tellDeprecated(reply: FastifyReply, url: string, reasonCode: string | undefined): void {
  const deprecated: readonly string[] = DEPRECATED_REASON_CODES;
  if (url.startsWith('/v2/') && reasonCode !== undefined && deprecated.includes(reasonCode)) {
    void reply.header('deprecation', '@1719792000');
  }
}
