import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answersQueries } from './postgres.ts';

interface Given {
  readonly databaseUrl?: string;
  readonly brokers?: string;
}

/** Waits, with one line at the beginning and one at the end, for servers that somebody else runs. */
export async function untilGivenServersAnswer(
  { databaseUrl, brokers }: Given,
  { report, signal }: { report: (line: string) => void; signal?: AbortSignal | undefined },
): Promise<void> {
  const [name, ask] =
    databaseUrl === undefined
      ? [`Kafka at ${brokers}`, () => anyReachable(brokers ?? '')]
      : [`PostgreSQL at ${withoutPassword(databaseUrl)}`, () => answersQueries(databaseUrl)];
  if (await ask()) return;
  report(`${name} does not answer: waiting for it`);
  while (!(await ask())) {
    signal?.throwIfAborted();
    await pause(1_000);
  }
  report(`${name} answers`);
}

async function anyReachable(brokers: string): Promise<boolean> {
  const answers = await Promise.all(brokers.split(',').map(isReachable));
  return answers.includes(true);
}

function isReachable(broker: string): Promise<boolean> {
  const [, host = '', port = '9092'] = /^(.*?)(?::(\d+))?$/.exec(broker.trim()) ?? [];
  return new Promise((known) => {
    const socket = net.connect({ host, port: Number(port), timeout: 2_000 });
    const answer = (reachable: boolean) => () => {
      socket.destroy();
      known(reachable);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}

function withoutPassword(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}
