import { Injectable } from '@nestjs/common';
import type { DisputeEvent, StoredEvent } from '@dispute/contracts';
import {
  decideDispute,
  type DisputeCommand,
  disputedTransactionDecider,
  type DisputedTransactionState,
  type DisputeState,
  type JointDecision,
  editionOf,
  type KnownDispute,
  timersAfter,
} from '@dispute/domain';
import { EventStore } from '@dispute/event-store';
import { type CommandMeta, fold, later, type Rejection, shardOfTransaction, streamName } from '@dispute/kernel';
import { disputeState } from './dispute-history.js';
import { disputeStream } from './dispute-reader.js';
import type { Planned } from './plan.js';

const UNKNOWN: Rejection = {
  code: 'RESOURCE_NOT_FOUND',
  detail: 'There is no dispute with this id for this credential; check the id and whose key was sent.',
};

/** How to get a stream's history. */
export type ReadStream = (stream: string) => Promise<readonly StoredEvent[]>;

export const transactionStream = (tenant: string, transactionId: string): string =>
  streamName('disputed-transaction', tenant, shardOfTransaction(tenant, transactionId), transactionId);

export const reservationsIn = (history: readonly StoredEvent[]): DisputedTransactionState =>
  fold(disputedTransactionDecider, history as never);

/** Decides what a command on a known dispute would store, in the dispute's stream and in its transaction's. */
@Injectable()
export class ChangePlanner {
  constructor(private readonly store: EventStore) {}

  /** Histories in hand first, then the store. */
  reading(inHand: ReadonlyMap<string, readonly StoredEvent[]>): ReadStream {
    return async (stream) => inHand.get(stream) ?? (await this.store.load([stream])).histories.get(stream) ?? [];
  }

  async plan(disputeId: string, command: DisputeCommand, meta: CommandMeta, read: ReadStream): Promise<Planned> {
    const history = await read(disputeStream(meta.tenant, disputeId));
    const dispute = disputeState(history);
    if (!dispute.exists) return { ok: false, rejection: UNKNOWN };
    const held = await read(transactionStream(meta.tenant, dispute.opening.transaction_id));
    const decisive = { ...meta, now: later(meta.now, history.at(-1)?.occurredAt ?? meta.now) };
    const decided = decideDispute(command, { dispute, reservations: reservationsIn(held) }, decisive);
    return planOf(decided, { before: dispute, version: history.length, transactionVersion: held.length }, decisive);
  }
}

interface Ground {
  readonly before: DisputeState;
  /** Versions of the dispute's and the transaction's stream that the decision was made on. */
  readonly version: number;
  readonly transactionVersion: number;
}

/** A decision as appends, with the timers that the dispute's windows and clocks need afterwards. */
export function planOf(decided: JointDecision, ground: Ground, meta: CommandMeta): Planned {
  if (!decided.ok) return decided;
  const { disputeEvents, transactionEvents } = decided;
  const after = decided.after.dispute as KnownDispute;
  const { dispute_id: disputeId, transaction_id: transactionId } = after.opening;
  const stream = disputeStream(meta.tenant, disputeId);
  const held = transactionStream(meta.tenant, transactionId);
  const timers = timersAfter(ground.before, after);
  return {
    ok: true,
    disputeId,
    at: meta.now,
    streams: [
      { stream, expectedVersion: ground.version, events: disputeEvents, webhooks: true },
      ...(transactionEvents.length > 0
        ? [{ stream: held, expectedVersion: ground.transactionVersion, events: transactionEvents }]
        : []),
    ],
    resultId: resultIdIn(disputeEvents),
    timers: {
      set: timers.set.map(({ kind, due }) => ({ stream, kind, due })),
      clear: timers.clear.map(({ kind }) => ({ stream, kind })),
    },
    lookups: disputeEvents.flatMap((event) =>
      event.type === 'dispute.document-added.v1' ? [{ kind: 'document', key: event.data.document.id, stream }] : [],
    ),
    ruleVersion: editionOf(after.opening.rule_version).version,
  };
}

/** Id of what the events made: the issuer's action, or the document. */
function resultIdIn(events: readonly DisputeEvent[]): string | null {
  for (const event of events) {
    if (event.type === 'dispute.action-taken.v1') return event.data.action.id;
    if (event.type === 'dispute.document-added.v1') return event.data.document.id;
  }
  return null;
}
