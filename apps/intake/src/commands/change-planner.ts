import { Injectable } from '@nestjs/common';
import type { DisputeEvent, DisputedTransactionEvent, StoredEvent } from '@dispute/contracts';
import {
  type DisputeCommand,
  disputeDecider,
  disputedTransactionDecider,
  type DisputeState,
  type KnownDispute,
  reservationChange,
  timersAfter,
} from '@dispute/domain';
import { EventStore, type StreamAppend } from '@dispute/event-store';
import { type CommandMeta, fold, type Rejection, shardOfTransaction, streamName } from '@dispute/kernel';
import { disputeState } from './dispute-history.js';
import { disputeStream } from './dispute-reader.js';
import type { Planned } from './plan.js';

const UNKNOWN: Rejection = {
  code: 'RESOURCE_NOT_FOUND',
  detail: 'There is no dispute with this id for this credential; check the id and whose key was sent.',
};

export const transactionStream = (tenant: string, transactionId: string): string =>
  streamName('disputed-transaction', tenant, shardOfTransaction(tenant, transactionId), transactionId);

/** Decides what a command on a known dispute would store: the dispute's events, and its transaction's where the held amount changes. */
@Injectable()
export class ChangePlanner {
  constructor(private readonly store: EventStore) {}

  async plan(
    disputeId: string,
    history: readonly StoredEvent[],
    command: DisputeCommand,
    meta: CommandMeta,
  ): Promise<Planned> {
    const before = disputeState(history);
    if (!before.exists) return { ok: false, rejection: UNKNOWN };
    const decided = disputeDecider.decide(command, before, meta);
    if (!decided.ok) return decided;
    const after = decided.events.reduce<DisputeState>(
      (state, event) => disputeDecider.evolve(state, { ...event, occurredAt: meta.now }),
      before,
    ) as KnownDispute;
    const reservation = await this.reservation(before, after, meta);
    if (!reservation.ok) return reservation;
    return planOf(disputeStream(meta.tenant, disputeId), history.length, decided.events, {
      before,
      after,
      reservation: reservation.appends,
    });
  }

  /** A dispute that stops or begins to hold its amount tells its transaction in the same commit. */
  private async reservation(
    before: KnownDispute,
    after: KnownDispute,
    meta: CommandMeta,
  ): Promise<{ ok: true; appends: readonly StreamAppend[] } | { ok: false; rejection: Rejection }> {
    const command = reservationChange(before, after);
    if (!command) return { ok: true, appends: [] };
    const stream = transactionStream(meta.tenant, after.opening.transaction_id);
    const { histories } = await this.store.load([stream]);
    const history = histories.get(stream) ?? [];
    const decided = disputedTransactionDecider.decide(
      command,
      fold(disputedTransactionDecider, history as never),
      meta,
    );
    if (!decided.ok) return decided;
    const events: readonly DisputedTransactionEvent[] = decided.events;
    return { ok: true, appends: [{ stream, expectedVersion: history.length, events }] };
  }
}

interface Change {
  readonly before: DisputeState;
  readonly after: KnownDispute;
  readonly reservation: readonly StreamAppend[];
}

/** A dispute's events as an append, with the timers that its windows and clocks need afterwards. */
export function planOf(stream: string, version: number, events: readonly DisputeEvent[], change: Change): Planned {
  const timers = timersAfter(change.before, change.after);
  return {
    ok: true,
    disputeId: change.after.opening.dispute_id,
    streams: [{ stream, expectedVersion: version, events, webhooks: true }, ...change.reservation],
    resultId: resultIdIn(events),
    timers: {
      set: timers.set.map((timer) => ({ stream, kind: timer.kind, due: timer.due })),
      clear: timers.clear.map((timer) => ({ stream, kind: timer.kind })),
    },
    lookups: events.flatMap((event) =>
      event.type === 'dispute.document-added.v1' ? [{ kind: 'document', key: event.data.document.id, stream }] : [],
    ),
    ruleVersion: change.after.ruleVersion,
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
