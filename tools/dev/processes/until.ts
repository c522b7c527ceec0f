import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** What is waited for, as the end of "Gave up waiting for …". */
  readonly what: string;
  readonly withinMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks again and again until the answer is neither undefined nor false. Throws after `withinMs` or on abort. */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  { what, withinMs, everyMs = 100, signal }: Patience,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Gave up waiting for ${what} after ${withinMs / 1000} s.`);
    await pause(everyMs);
  }
}
