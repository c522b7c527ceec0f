import type { StoredEvent } from '@dispute/contracts';
import { FeedBehind } from './faults.js';

export type ReadAfter = (after: number, limit: number) => Promise<readonly StoredEvent[]>;

const PAGE = 500;

/**
 * What of a delivery is new, dense and in order from a position on, in runs of whole commits. Duplicates are dropped;
 * what is missing, and the rest of a commit that the delivery has cut, is read from the owner's feed.
 */
export async function* freshEvents(
  delivered: readonly StoredEvent[],
  after: number,
  read: ReadAfter,
): AsyncGenerator<readonly StoredEvent[]> {
  let last = after;
  let run: StoredEvent[] = [];
  for (const event of inOrder(delivered)) {
    while (event.position > last + 1) {
      const dense = run.length > 0 ? run : await readDense(read, last, PAGE);
      run = [];
      const whole = await wholeCommits(dense, read);
      yield whole;
      last = whole.at(-1)?.position ?? last;
    }
    if (event.position <= last) continue;
    run.push(event);
    last = event.position;
  }
  if (run.length > 0) yield await wholeCommits(run, read);
}

const inOrder = (events: readonly StoredEvent[]): readonly StoredEvent[] =>
  events.toSorted((a, b) => a.position - b.position);

async function wholeCommits(run: readonly StoredEvent[], read: ReadAfter): Promise<readonly StoredEvent[]> {
  const last = run.at(-1);
  const missing = last ? last.commitSize - last.commitIndex - 1 : 0;
  if (!last || missing === 0) return run;
  const rest = await readDense(read, last.position, missing);
  if (rest.length < missing) throw new FeedBehind(`the feed ends inside a commit, behind ${last.position}`);
  return [...run, ...rest];
}

/** @throws FeedBehind when there is nothing, Error when a number is missing: that is corruption, never concurrency */
async function readDense(read: ReadAfter, after: number, limit: number): Promise<readonly StoredEvent[]> {
  const events = await read(after, limit);
  if (events.length === 0) throw new FeedBehind(`the feed has nothing behind ${after} yet`);
  events.forEach((event, index) => {
    if (event.position !== after + index + 1) throw new Error(`the feed skips position ${after + index + 1}`);
  });
  return events;
}

/** Splits a run into its commits. */
export function commitsOf(run: readonly StoredEvent[]): readonly (readonly StoredEvent[])[] {
  const commits: StoredEvent[][] = [];
  for (const event of run) {
    const current = commits.at(-1);
    if (current && event.commitIndex > 0) current.push(event);
    else commits.push([event]);
  }
  return commits;
}

/**
 * First position that a restore has written anew, up to a position that was consumed before it.
 * Epochs only rise along the positions, so it is found by halving.
 */
export async function firstOfLaterEpoch(read: ReadAfter, upTo: number, epoch: number): Promise<number> {
  let low = 1;
  let high = upTo + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [event] = await read(middle - 1, 1);
    if (event && event.epoch <= epoch) low = middle + 1;
    else high = middle;
  }
  return low;
}
