import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runNx } from './nx.ts';
import { askedToStop } from './processes/asked-to-stop.ts';
import { startTestServers } from './tests/test-servers.ts';
import { ROOT } from './workspace.ts';

const HELP = `npm run soak -- [--minutes N] [--seed N] [--processes N] [--snapshot]

Plays bad weather again and again until the time is up, each round with another seed: every app ended with kill -9 in the
middle of flows, PostgreSQL and Kafka killed, Kafka's newest records lost, a restored backup, several processes of each app
of which one freezes past its leases, wakes, and is lost. After each round a history checker compares what was asked with
what every store, topic, list and receiver has. Ends with the first round that fails, and prints its seed.

  --minutes N      rounds begin for so long, at least one; default 30
  --seed N         seed of the first round; default: drawn
  --processes N    processes of each app; default 2
  --snapshot       then ten minutes of appends under full load beside a snapshot that stays open, in turns with a store without
                   one: half an hour in all
  --help           this
`;

const FILES = ['kill.e2e', 'outages', 'restore', 'scale'];
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly processes: number;
  readonly snapshot: boolean;
  readonly help: boolean;
}

/** @throws Error with a sentence for the user */
function readOptions(): SoakOptions {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      processes: { type: 'string', default: '2' },
      snapshot: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'minutes' | 'seed' | 'processes', least: number): number => {
    const given = Number(values[name]);
    if (!(Number.isInteger(given) && given >= least))
      throw new Error(`--${name} is "${values[name]}": it has to be a whole number of at least ${least}.`);
    return given;
  };
  const { snapshot, help } = values;
  return { minutes: number('minutes', 1), seed: number('seed', 0), processes: number('processes', 2), snapshot, help };
}

/** @returns whether every round passed */
async function soak({ minutes, seed: firstSeed, processes }: SoakOptions): Promise<boolean> {
  const signal = askedToStop();
  const until = performance.now() + minutes * 60_000;
  for (let round = 0; performance.now() < until && !signal.aborted; round++) {
    const seed = firstSeed + round;
    print(`round ${round + 1}, seed ${seed}`);
    if (!(await passes({ seed, processes }, signal))) {
      print(`Failed with seed ${seed}: npm run soak -- --minutes 1 --seed ${seed}`);
      return false;
    }
  }
  return !signal.aborted;
}

/** One round on servers of its own. */
async function passes(
  { seed, processes }: Pick<SoakOptions, 'seed' | 'processes'>,
  signal: AbortSignal,
): Promise<boolean> {
  const servers = await startTestServers(signal, () => undefined);
  try {
    const { databaseUrl, brokers, kind } = servers;
    const environment = {
      ...{ DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers, TEST_SERVERS: kind },
      ...{ E2E_SEED: String(seed), E2E_PROCESSES: String(processes) },
    };
    return (await runNx(['run', 'e2e:e2e', '--output-style=static', '--', ...FILES], { environment, signal })) === 0;
  } finally {
    await servers.stop();
  }
}

/** A measurement, told as one: the bench says what is expected. */
async function snapshot(): Promise<boolean> {
  const args = [path.join(ROOT, 'tools/bench/run.ts'), '--only', 'snapshot', '--full'];
  const [code] = (await once(spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }), 'exit')) as [
    number | null,
  ];
  return code === 0;
}

async function run(): Promise<boolean> {
  const options = readOptions();
  if (options.help) print(HELP);
  return options.help || ((await soak(options)) && (!options.snapshot || (await snapshot())));
}

const passed = await run().catch((fault: unknown) => {
  process.stderr.write(`${(fault as Error).message}\nSee "npm run soak -- --help".\n`);
  return false;
});
process.exit(passed ? 0 : 1);
