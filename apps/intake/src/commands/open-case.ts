import { Injectable } from '@nestjs/common';
import { EventStore } from '@dispute/event-store';
import type { RefusalCode } from '@dispute/kernel';
import { reservationsIn, transactionStream } from './change-planner.js';
import { foldDispute } from './dispute-history.js';
import { disputeStream } from './dispute-reader.js';
import { type Handled, refusedWith } from './handled.js';

/** What a dispute is refused for because of other disputes of its transaction. */
const BESIDE_ANOTHER: ReadonlySet<RefusalCode> = new Set(['DUPLICATE_RESOURCE', 'AMOUNT_EXCEEDS_TRANSACTION']);

/** Cases of Mastercard Processing that a transaction's disputes are open under. */
@Injectable()
export class OpenCases {
  constructor(private readonly store: EventStore) {}

  /**
   * To Mastercard Processing a further case beside an open one is a duplicate, whatever reason code it has and whether
   * our rules refuse it for being the same or for its amount.
   */
  async asDuplicate(handled: Handled, tenant: string, transactionId: string): Promise<Handled> {
    if (handled.ok || !BESIDE_ANOTHER.has(handled.rejection.code)) return handled;
    const number = await this.numberOf(tenant, transactionId);
    if (number === undefined) return handled;
    const detail = `Case ${number} of the same financial document is open; continue with that one.`;
    return refusedWith({ code: 'DUPLICATE_RESOURCE', detail, existingId: String(number) });
  }

  /** Number of the first open case. */
  private async numberOf(tenant: string, transactionId: string): Promise<number | undefined> {
    const held = transactionStream(tenant, transactionId);
    const { reservations } = reservationsIn((await this.store.load([held])).histories.get(held) ?? []);
    const open = [...reservations].filter(([, reservation]) => reservation.open);
    const streams = open.map(([disputeId]) => disputeStream(tenant, disputeId));
    const { histories } = await this.store.load(streams);
    const numbers = streams.map((stream) => foldDispute(histories.get(stream) ?? [])?.opening.case_id);
    return numbers.find((number) => number !== undefined);
  }
}
