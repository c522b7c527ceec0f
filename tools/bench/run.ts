import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNx } from '../dev/nx.ts';
import { askedToStop } from '../dev/processes/asked-to-stop.ts';
import { assertKafkaPrerequisites } from '../dev/servers/prerequisites.ts';
import { APP_NAMES, ROOT } from '../dev/workspace.ts';
import { type BenchOptions, HELP, readArguments, SUBJECTS, type Subject } from './harness/arguments.ts';
import { ConditionsWatch, describeMachine, loadNow } from './harness/machine.ts';
import { writePage } from './harness/page-file.ts';
import { type ResultFile, resultFile, Results } from './harness/results.ts';
import { BENCH_DIRECTORY, type Servers, startServers } from './harness/servers.ts';
import { summaryOf } from './harness/summary.ts';
import type { Bench, Workshop } from './harness/workshop.ts';
import { FULL, NORMAL, QUICK } from './harness/workshop.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Loaded when it is its turn: what a bench imports has been built by then. */
const BENCHES: Readonly<Record<Subject, () => Promise<Bench>>> = {
  append: async () => (await import('./benches/append.ts')).benchAppend,
  snapshot: async () => (await import('./benches/snapshot.ts')).benchSnapshot,
  load: async () => (await import('./benches/load.ts')).benchLoad,
  relay: async () => (await import('./benches/relay.ts')).benchRelay,
  projection: async () => (await import('./benches/projection.ts')).benchProjection,
  growth: async () => (await import('./benches/growth.ts')).benchGrowth,
  http: async () => (await import('./benches/http.ts')).benchHttp,
  processes: async () => (await import('./benches/processes.ts')).benchProcesses,
  'end-to-end': async () => (await import('./benches/end-to-end.ts')).benchEndToEnd,
  footprint: async () => (await import('./benches/footprint.ts')).benchFootprint,
};

async function run(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  if (options.help) return print(HELP);
  const isAll = options.only.length === SUBJECTS.length && !options.quick && !options.full;
  if (!(options.writeDocs && isAll && process.argv.length === 3)) await measure(options);
  if (options.writeDocs) print(`Written: ${await writePage()}`);
}

async function measure(options: BenchOptions): Promise<void> {
  assertKafkaPrerequisites();
  const signal = askedToStop();
  const loadBefore = loadNow();
  await build(signal);
  const startedAt = performance.now();
  const servers = await startServers(signal, print);
  try {
    const results = new Results();
    await measureAll(options, { servers, results, signal }).catch((fault: unknown) => {
      if (!signal.aborted) throw fault;
      print('\nStopped: this is what was measured until then.');
      process.exitCode = 1;
    });
    const file = resultFile(results, {
      at: new Date().toISOString(),
      commit: commitOfCheckout(),
      options: process.argv.slice(2),
      minutes: Number(((performance.now() - startedAt) / 60_000).toFixed(1)),
      machine: await describeMachine(servers, loadBefore),
    });
    print(`\n${summaryOf(file)}\n\nWritten: ${keep(file)}`);
  } finally {
    await servers.stop();
  }
}

async function measureAll(
  { only, quick, full }: BenchOptions,
  { servers, results, signal }: { servers: Servers; results: Results; signal: AbortSignal },
): Promise<void> {
  const scale = quick ? QUICK : full ? FULL : NORMAL;
  for (const subject of only) {
    signal.throwIfAborted();
    print(`\n${subject} …`);
    results.begin(subject);
    const watch = new ConditionsWatch(servers.directory);
    const shop: Workshop = { servers, scale, results, watch, signal, say: (line) => print(`  ${line}`) };
    await measureOne(subject, shop);
    results.conditions.set(subject, watch.conditions());
  }
}

/** One that fails takes nothing of the others with it; the run's exit code tells. */
async function measureOne(subject: Subject, shop: Workshop): Promise<void> {
  const bench = await BENCHES[subject]();
  try {
    await bench(shop);
  } catch (fault) {
    shop.signal.throwIfAborted();
    shop.results.leaveOut(`It failed: ${(fault as Error).message}`);
    print(`  ✗ ${(fault as Error).stack}`);
    process.exitCode = 1;
  }
}

async function build(signal: AbortSignal): Promise<void> {
  print('Building …');
  const args = ['run-many', '-t', 'build', '-p', APP_NAMES.join(','), '--output-style=static'];
  const code = await runNx(args, { signal, onTask: () => undefined });
  signal.throwIfAborted();
  if (code !== 0) throw new Error('The build failed: see above.');
}

function keep(file: ResultFile): string {
  mkdirSync(BENCH_DIRECTORY, { recursive: true });
  const place = path.join(BENCH_DIRECTORY, `${file.at.replace(/[:.]/g, '-')}.json`);
  writeFileSync(place, `${JSON.stringify(file, undefined, 2)}\n`);
  return path.relative(ROOT, place);
}

function commitOfCheckout(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

await run().catch((fault: unknown) => {
  process.stderr.write(`${(fault as Error).message}\n`);
  process.exitCode = 1;
});
process.exit();
