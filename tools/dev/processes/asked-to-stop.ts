/**
 * An abort signal for "the user wants us to end": Ctrl-C, SIGTERM, a closed terminal, or the end of the npm that
 * started us (npm cannot pass on its own kill -9). Asked a second time, this process ends at once, and the kernel ends
 * its children.
 */
export function askedToStop(): AbortSignal {
  const asked = new AbortController();
  const ask = () => {
    if (asked.signal.aborted) process.exit(1);
    asked.abort(new Error('stopped while starting'));
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, ask);
  if (process.env['npm_lifecycle_event'] !== undefined) onParentLost(ask);
  return asked.signal;
}

function onParentLost(act: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 250);
  watch.unref();
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
