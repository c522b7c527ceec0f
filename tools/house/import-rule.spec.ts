import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PLANTED } from './planted-imports.ts';

interface Finding {
  readonly ruleId: string;
  readonly message: string;
}

/** ESLint runs as in `npm run lint`, in a process of its own; it is given the planted text under a real file's name. */
function lintPlanted(): readonly (readonly Finding[])[] {
  const script = path.join(import.meta.dirname, 'lint-planted.mjs');
  const output = execFileSync(process.execPath, [script], { input: JSON.stringify(PLANTED), encoding: 'utf8' });
  return JSON.parse(output) as Finding[][];
}

const RULES = /^(@nx\/enforce-module-boundaries|no-restricted-(imports|syntax))$/;

describe('the import rule', () => {
  let findings: readonly (readonly Finding[])[] = [];
  beforeAll(() => {
    findings = lintPlanted().map((all) => all.filter(({ ruleId }) => RULES.test(ruleId)));
  }, 120_000);

  for (const [index, { room, text, refused, why }] of PLANTED.entries()) {
    it(`${refused ? 'refuses' : 'accepts'} in ${room}: ${text} (${why})`, () => {
      expect(findings[index]?.length).toBe(refused ? 1 : 0);
    });
  }
});
