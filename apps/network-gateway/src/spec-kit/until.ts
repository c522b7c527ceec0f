import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a condition. @throws Error that names it, with the last error, when it does not come about in time */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = 60_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      last = error;
    }
    await delay(50);
  }
  throw new Error(`not within ${withinMs} ms: ${what}`, { cause: last });
}
