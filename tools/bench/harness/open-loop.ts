import { setTimeout as pause } from 'node:timers/promises';

/**
 * Sends on schedule, whatever became of what was sent before: a slow answer delays no other request, and none is left
 * out. @param send is told when its request was due, on performance.now's clock: latencies count from then
 */
export async function openLoop(
  { perSecond, seconds, signal }: { perSecond: number; seconds: number; signal: AbortSignal },
  send: (n: number, dueAt: number) => Promise<unknown>,
): Promise<void> {
  const count = Math.round(perSecond * seconds);
  const startAt = performance.now() + 20;
  const dueAt = (n: number) => startAt + (n * 1000) / perSecond;
  const sent: Promise<unknown>[] = [];
  while (sent.length < count) {
    signal.throwIfAborted();
    while (sent.length < count && dueAt(sent.length) <= performance.now())
      sent.push(send(sent.length, dueAt(sent.length)));
    if (sent.length < count) await pause(Math.max(1, dueAt(sent.length) - performance.now()));
  }
  await Promise.all(sent);
}
