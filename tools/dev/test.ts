import { runNx } from './nx.ts';
import { askedToStop } from './processes/asked-to-stop.ts';
import { clearCounts, readCounts, totalOf } from './tests/counts.ts';
import { startTestServers, type TestServers } from './tests/test-servers.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm test`: every project's tests, then the end-to-end tests, against real PostgreSQL and Kafka. */
async function test(given: readonly string[]): Promise<boolean> {
  const signal = askedToStop();
  clearCounts();
  const servers = await startTestServers(signal, print);
  print(`Tests use ${servers.kind} servers: ${servers.databaseUrl}, Kafka ${servers.brokers}`);
  try {
    return (await runTargets(given, servers, signal)) && !signal.aborted;
  } finally {
    await servers.stop();
    printCounts();
  }
}

async function runTargets(given: readonly string[], servers: TestServers, signal: AbortSignal): Promise<boolean> {
  const { databaseUrl, brokers, kind } = servers;
  const environment = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers, TEST_SERVERS: kind };
  const run = (target: string, parallel: number) =>
    runNx(['run-many', '-t', target, `--parallel=${parallel}`, '--output-style=static', ...given], {
      environment,
      signal,
    });
  const unit = await run('test', 2);
  if (signal.aborted) return false;
  // A whole platform at a time: alone on the machine, after everything else.
  const endToEnd = await run('e2e', 1);
  return unit === 0 && endToEnd === 0;
}

/** The last line is read by machines: keep its form. */
function printCounts(): void {
  const counts = readCounts();
  for (const [project, { passed, failed, skipped }] of counts) {
    print(`  ${project}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
  const { passed, failed } = totalOf(counts.values());
  print(`${passed} passed, ${failed} failed`);
}

const passed = await test(process.argv.slice(2)).catch((fault: unknown) => {
  process.stderr.write(`${(fault as Error).message}\n`);
  return false;
});
process.exit(passed ? 0 : 1);
