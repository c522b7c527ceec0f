import { parseArgs } from 'node:util';
import { runNx } from './nx.ts';
import { aborted, askedToStop } from './processes/asked-to-stop.ts';
import { assertKafkaPrerequisites } from './servers/prerequisites.ts';
import { startStack, type Stack } from './stack.ts';
import { addressTable, timingTable } from './summary.ts';
import { APP_NAMES } from './workspace.ts';

const HELP = `npm start [-- options]: build, start PostgreSQL, Kafka, the six apps and the front door, and wait until all are ready.

  --fresh     start empty
  --docker    PostgreSQL and Kafka in containers instead of embedded ones
  --timings   print seconds by phase and memory by process
  --help      this

DATABASE_URL and KAFKA_BROKERS name servers of your own. FRONT_DOOR_PORT, INTAKE_PORT, OPS_PORT, NOTIFIER_PORT,
CREDITS_PORT, NETWORK_GATEWAY_PORT, NETWORK_SANDBOX_PORT, POSTGRES_PORT and KAFKA_PORT move a port.
Data, logs and credentials are in .dev/. Ctrl-C stops everything.`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const warn = (line: string): void => void process.stderr.write(`${line}\n`);

function readOptions(): { fresh: boolean; docker: boolean; timings: boolean; help: boolean } {
  const off = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ options: { fresh: off, docker: off, timings: off, help: off } }).values;
  } catch (fault) {
    warn(`${(fault as Error).message.split('. ')[0]}. See "npm start -- --help".`);
    process.exit(2);
  }
}

async function start(): Promise<void> {
  const { help, ...options } = readOptions();
  if (help) return print(HELP);
  const { DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers } = process.env;
  if (!brokers && !options.docker) assertKafkaPrerequisites();
  const signal = askedToStop();
  await build(signal);

  const startedAt = performance.now();
  const phases = new Map<string, number>();
  let ready = false;
  const stack = await startStack({
    ...options,
    databaseUrl: databaseUrl || undefined,
    brokers: brokers || undefined,
    signal,
    // Nothing follows the ready line on stdout.
    report: (line) => (ready ? warn(line) : print(line)),
    onPhase: (name, ms) => {
      phases.set(name, ms);
      print(`${name}: ${(ms / 1000).toFixed(1)} s`);
    },
  });
  const totalMs = performance.now() - startedAt;
  print(`\n${addressTable(stack)}\n`);
  if (options.timings) print(`${timingTable(phases, totalMs, stack)}\n`);
  ready = true;
  print(`ready ${stack.baseUrl}`);
  await runUntil(signal, stack);
}

async function build(signal: AbortSignal): Promise<void> {
  print('Building …');
  const args = ['run-many', '-t', 'build', '-p', APP_NAMES.join(','), '--output-style=static'];
  const code = await runNx(args, { signal, onTask: (task) => print(`  ${task}`) });
  signal.throwIfAborted();
  if (code !== 0) throw new Error('The build failed: see above.');
}

async function runUntil(signal: AbortSignal, stack: Stack): Promise<void> {
  const alive = setInterval(() => undefined, 60_000);
  await aborted(signal);
  clearInterval(alive);
  warn('Stopping …');
  await stack.stop();
}

process.stdout.on('error', () => undefined); // a reader that went away is no reason to fall over
await start().catch((fault: unknown) => {
  warn((fault as Error).message);
  process.exitCode = 1;
});
process.exit();
