import { setTimeout as pause } from 'node:timers/promises';
import type { RunningServer } from './running-server.ts';

const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** A server that is started again when it ends without being asked to. `start` is told whether it is the first time. */
export async function keepServer(
  start: (first: boolean) => Promise<RunningServer>,
  report: (line: string) => void,
): Promise<RunningServer> {
  let current = await start(true);
  let stopping = false;
  const keep = async () => {
    await current.exited;
    for (let pauseMs = PAUSE_MS; !stopping; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      report(`${current.name} ended; starting it again in ${pauseMs} ms`);
      await pause(pauseMs);
      if (stopping) return;
      const again = await start(false).catch((fault: Error) => report(fault.message));
      if (!again) continue;
      current = again;
      report(`${current.name} is back`);
      await (stopping ? current.stop() : current.exited);
      pauseMs = PAUSE_MS / 2;
    }
  };
  const kept = keep();
  return {
    name: current.name,
    address: current.address,
    get pid() {
      return current.pid;
    },
    exited: kept,
    stop: async () => {
      stopping = true;
      await current.stop();
      await kept;
    },
  };
}
