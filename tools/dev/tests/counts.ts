import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../workspace.ts';

/** What count-reporter.mjs writes for each project. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const DIRECTORY = path.join(ROOT, '.dev/tests');

export const clearCounts = (): void => rmSync(DIRECTORY, { recursive: true, force: true });

export function readCounts(): ReadonlyMap<string, Counts> {
  const files = filesIn(DIRECTORY).filter((name) => name.endsWith('.json'));
  return new Map(files.map((name) => [path.basename(name, '.json'), readJson(path.join(DIRECTORY, name))]));
}

export function totalOf(counts: Iterable<Counts>): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

const filesIn = (directory: string): string[] => {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
};

const readJson = (file: string): Counts => JSON.parse(readFileSync(file, 'utf8')) as Counts;
