import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Files that are committed or about to be: what Git neither ignores nor misses. */
function sources(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  const files = listed.toString().split('\n');
  return files.filter((file) => /\.(ts|mjs|js)$/.test(file) && existsSync(path.join(ROOT, file)));
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const THIS = 'tools/house/tidy.spec.ts';

/** What must not stand in which files, and what to do instead. */
const BANS: readonly { name: string; files: RegExp; text: RegExp; instead: string }[] = [
  {
    name: 'a test that runs alone or not at all',
    files: /\.(spec|e2e)\.ts$/,
    text: /\b(describe|it|test)\.(only|skip)\b|\b(fdescribe|fit|xit|xdescribe)\(/,
    instead: 'run it, mend it, or delete it',
  },
  {
    name: 'a silenced compiler',
    files: /\.ts$/,
    text: /@ts-(ignore|nocheck)/,
    instead: 'say the type; @ts-expect-error with a reason where the outside world is wrong',
  },
  {
    name: 'a test that sleeps instead of waiting for a condition',
    files: /^(libs|apps|e2e)\/.*\.(spec|e2e)\.ts$/,
    text: /await (new Promise\(\((\w+)\) => setTimeout\(\2,|setTimeout\(|sleep\(|pause\()\s*\d{3,}/,
    instead: 'wait for a checkpoint or a condition',
  },
  {
    name: 'a write to the terminal',
    files: /^(libs|apps)\/.*\.ts$/,
    text: /\bconsole\.(log|info|warn|error|debug)\(/,
    instead: 'use the logger',
  },
];

describe('the house is tidy', () => {
  const files = sources().filter((file) => file !== THIS);

  for (const { name, files: where, text, instead } of BANS) {
    it(`has no ${name}: ${instead}`, () => {
      expect(files.filter((file) => where.test(file) && text.test(read(file)))).toEqual([]);
    });
  }

  it('names files after what they hold', () => {
    const empty =
      /(^|[/.-])(utils?|helpers?|common|misc|managers?)([.-][^/]*)?\.(ts|mjs|js)$|\/(utils?|helpers?|common|misc)\//;
    expect(files.filter((file) => empty.test(file))).toEqual([]);
  });

  it('writes file names in kebab-case', () => {
    const names = files.map((file) => path.basename(file)).filter((name) => !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(name));
    expect(names).toEqual([]);
  });

  it('keeps the kernel at ten files', () => {
    const kernel = files.filter((file) => /^libs\/kernel\/src\/.*\.ts$/.test(file) && !file.endsWith('.spec.ts'));
    expect(kernel.length).toBeLessThanOrEqual(10);
  });

  it('gives every room one public door', () => {
    const rooms = new Set(files.map((file) => /^libs\/[^/]+/.exec(file)?.[0]).filter((room) => room !== undefined));
    expect([...rooms].filter((room) => !files.includes(`${room}/src/index.ts`))).toEqual([]);
  });
});
