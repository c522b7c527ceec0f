import { Injectable } from '@nestjs/common';
import type { ActOnDispute, DisputeEventData, RecordManagedAction } from '@dispute/contracts';
import type { DisputeCommand, KnownDispute } from '@dispute/domain';
import { type CommandMeta, inputFault, type Rejection, shardOfId, utcDateOf } from '@dispute/kernel';
import { outdatedAt } from './change-dispute.js';
import { ChangePlanner } from './change-planner.js';
import { DisputeCommands } from './dispute-commands.js';
import { foldDispute } from './dispute-history.js';
import { disputeStream } from './dispute-reader.js';
import type { Handled } from './handled.js';
import type { Intent } from './intent.js';
import type { Planned } from './plan.js';

type Unmatched = DisputeEventData['dispute.network-fact-unmatched.v1'];

/** What ops records of disputes that no gateway of ours files (rulebook 2d): the issuer's steps, and everybody else's. */
@Injectable()
export class ManagedDisputes {
  constructor(
    private readonly commands: DisputeCommands,
    private readonly planner: ChangePlanner,
  ) {}

  record(intent: Intent, disputeId: string, body: RecordManagedAction, ifMatch?: number): Promise<Handled> {
    const stream = disputeStream(intent.tenant, disputeId);
    return this.commands.run(intent, {
      shard: shardOfId(disputeId),
      reads: [stream],
      status: 201,
      plan: async (histories, meta) => {
        const history = histories.get(stream) ?? [];
        const rejection =
          outdatedAt(history.length, ifMatch) ?? managedElsewhere(foldDispute(history)) ?? misplacedField(body, meta);
        if (rejection) return { ok: false, rejection };
        const read = this.planner.reading(new Map([[stream, history]]));
        return matched(await this.planner.plan(disputeId, commandOf(body, disputeId, meta), meta, read));
      },
    });
  }
}

/** A dispute that is not there is the planner's refusal. */
function managedElsewhere(dispute: KnownDispute | undefined): Rejection | undefined {
  if (dispute === undefined || dispute.opening.network === 'MARQETA') return undefined;
  const { network } = dispute.opening;
  const detail = `The issuer manages this dispute: its steps go to ${network} through /v1/disputes, and the network's come from there.`;
  const source = 'Card Transaction Disputes: Dispute Networks';
  const reason = { code: 'NOT_MANAGED_BY_OPS', since: dispute.openedAt, until: null, detail, source };
  return { code: 'ACTION_NOT_AVAILABLE', detail, reasons: [reason] };
}

const OF_FACTS = ['network_date', 'external_reference_id', 'representment_reason_code'] as const;
const OF_THE_ISSUER = ['reason_code', 'supporting_doc_id', 'updated_reason_code_memo'] as const;

/** A field that the party's record has no place for is refused, not dropped. */
function misplacedField(body: RecordManagedAction, { now }: CommandMeta): Rejection | undefined {
  const { by = 'ISSUER', network_date } = body;
  const misplaced = (by === 'ISSUER' ? OF_FACTS : OF_THE_ISSUER).find((field) => body[field] !== undefined);
  if (misplaced)
    return inputFault(
      `/${misplaced}`,
      'not_of_this_party',
      `Nothing of ${by} has it; leave it out, or say who acted in "by".`,
    );
  return network_date !== undefined && network_date > utcDateOf(now)
    ? inputFault('/network_date', 'in_the_future', 'What is recorded has happened; send its day, today at the latest.')
    : undefined;
}

function commandOf(record: RecordManagedAction, disputeId: string, meta: CommandMeta): DisputeCommand {
  const { tenant: _, by = 'ISSUER', network_date, external_reference_id, representment_reason_code, ...body } = record;
  if (by === 'ISSUER') return { type: 'ActOnDispute', body: body satisfies ActOnDispute };
  const { payment_rail: __, ...said } = body;
  const known = { external_reference_id, representment_reason_code };
  return {
    type: 'RecordFact',
    fact: {
      ...said,
      ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as typeof known),
      fact_id: `ops/${meta.commandId}`,
      claim_id: disputeId,
      by: by === 'ACQUIRER' ? 'acquirer' : 'network',
      network_date: network_date ?? utcDateOf(meta.now),
    },
  };
}

/** From the network such a fact would wait for ops (rulebook 2b); ops itself is told at once, and mends what it sent. */
function matched(planned: Planned): Planned {
  if (!planned.ok) return planned;
  const unmatched = planned.streams[0]?.events.find(({ type }) => type === 'dispute.network-fact-unmatched.v1');
  if (!unmatched) return planned;
  const detail = `${(unmatched.data as Unmatched).reason} Nothing was recorded.`;
  const source = 'Card Transaction Disputes: Lifecycle';
  const reason = { code: 'LIFECYCLE_STATE', since: null, until: null, detail, source };
  return { ok: false, rejection: { code: 'ACTION_NOT_AVAILABLE', detail, reasons: [reason] } };
}
