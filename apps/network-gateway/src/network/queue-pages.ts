import type { Instant } from '@dispute/kernel';
import { type QueueEntry, getQueuePage, readQueuePage } from '@dispute/networks';
import type { MastercomClient } from './mastercom-client.js';

export interface QueueQuery {
  readonly queueName: string;
  /** Both ends in UTC, `yyyy-MM-ddTHH:mm`. */
  readonly window: { readonly from: string; readonly to: string } | undefined;
}

/** Passes over the pages of a queue that changes all the time, at most; what slips through them all the sweep finds. */
const PASSES = 5;

/**
 * All entries of a queue; undefined where a page could not be read. Pages shift while they are read: what leaves the queue
 * draws an entry onto a page that has been read already. So several pages are read until they show nothing new.
 */
export async function readQueue(
  client: MastercomClient,
  query: QueueQuery,
  at?: Instant,
): Promise<readonly QueueEntry[] | undefined> {
  const entries = new Map<string, QueueEntry>();
  for (let pass = 0; pass < PASSES; pass++) {
    const before = entries.size;
    const pages = await readPages(client, query, { entries, at });
    if (pages === undefined) return undefined;
    if (pages === 1 || entries.size === before) break;
  }
  return [...entries.values()];
}

/** @returns how many pages there were */
async function readPages(
  client: MastercomClient,
  query: QueueQuery,
  { entries, at }: { readonly entries: Map<string, QueueEntry>; readonly at: Instant | undefined },
): Promise<number | undefined> {
  let pages = 1;
  for (let page = 1; page <= pages; page++) {
    const answer = await client.send(getQueuePage({ ...query, page }), at);
    if (answer.outcome !== 'done') return undefined;
    const read = readQueuePage(answer.body);
    pages = read.pageCount;
    for (const entry of read.entries) if (!entries.has(entry.claimId)) entries.set(entry.claimId, entry);
  }
  return pages;
}
