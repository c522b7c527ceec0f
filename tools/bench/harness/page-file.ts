import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { ROOT } from '../../dev/workspace.ts';
import { SUBJECTS } from './arguments.ts';
import { pageOf } from './page.ts';
import type { ResultFile } from './results.ts';
import { BENCH_DIRECTORY } from './servers.ts';

const PAGE = path.join(ROOT, 'docs/performance.md');

/** Writes docs/performance.md from the newest run that measured everything, a quick one only where there is no other. @returns the file @throws where there is none */
export async function writePage(): Promise<string> {
  const complete = runs().filter(isComplete);
  const newest = complete.findLast(({ options }) => !options.includes('--quick')) ?? complete.at(-1);
  if (!newest) throw new Error('No run has measured everything yet: npm run bench.');
  const options = await prettier.resolveConfig(PAGE);
  writeFileSync(PAGE, await prettier.format(pageOf(newest), { ...options, parser: 'markdown' }));
  return path.relative(ROOT, PAGE);
}

const runs = (): ResultFile[] =>
  readdirSync(BENCH_DIRECTORY)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(path.join(BENCH_DIRECTORY, name), 'utf8')) as ResultFile);

const isComplete = ({ details }: ResultFile): boolean => SUBJECTS.every((subject) => details.conditions[subject]);
