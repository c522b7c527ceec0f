/** Does something again and again, the next time `everyMs` after the last has ended. @returns what stops it and waits */
export function repeating(
  everyMs: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let timer = setTimeout(next, everyMs);
  let round: Promise<unknown> = Promise.resolve();
  function next(): void {
    round = work()
      .catch(onError)
      .then(() => {
        if (!stopped) timer = setTimeout(next, everyMs);
      });
  }
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await round;
  };
}
