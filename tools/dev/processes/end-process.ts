import { birthOf } from './process-identity.ts';
import { until } from './until.ts';

export interface KnownProcess {
  readonly name: string;
  readonly pid: number;
  readonly birth: string;
}

export const isAlive = ({ pid, birth }: KnownProcess): boolean => birthOf(pid) === birth;

/** Asks a process to end, and kills it when it has not after `graceMs`. Touches nobody who merely has its pid. */
export async function endProcess(known: KnownProcess, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (!isAlive(known)) return;
  send(known, signal);
  const gone = () => !isAlive(known);
  await until(gone, { what: `the end of ${known.name}`, withinMs: graceMs, everyMs: 25 }).catch(async () => {
    send(known, 'SIGKILL');
    await until(gone, { what: `the end of ${known.name}`, withinMs: 5_000, everyMs: 25 });
  });
}

export function send(known: KnownProcess, signal: NodeJS.Signals): void {
  try {
    if (isAlive(known)) process.kill(known.pid, signal);
  } catch {
    // It ended between the question and the signal.
  }
}
