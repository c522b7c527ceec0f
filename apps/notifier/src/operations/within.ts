import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something, but no longer than this: what is not done then is taken up again after the next start. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const enough = new AbortController();
  await Promise.race([work, sleep(ms, undefined, { signal: enough.signal })]);
  enough.abort();
}
