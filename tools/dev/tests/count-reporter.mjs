import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const COUNTS = path.resolve(import.meta.dirname, '../../../.dev/tests');

/** A suite that leaves a pool or a consumer open keeps Jest alive: after this long that is a failure, not a hang. */
const EXIT_WITHIN_MS = 20_000;

/** Writes a project's counts to a file that Nx keeps with the cached result, so that cached projects count too. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      // A suite that could not even be loaded is a failure, though none of its tests ran.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    write(counts);
    setTimeout(() => failAsLeaking(counts), EXIT_WITHIN_MS).unref();
  }
}

function failAsLeaking(counts) {
  write({ ...counts, failed: counts.failed + 1 });
  process.stderr.write('A test left something open (a pool, a consumer, a server): close it in afterAll.\n');
  process.exit(1);
}

function write(counts) {
  const project = process.env.NX_TASK_TARGET_PROJECT;
  if (!project) return;
  mkdirSync(COUNTS, { recursive: true });
  writeFileSync(path.join(COUNTS, `${project}.json`), `${JSON.stringify(counts)}\n`);
}
