import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const ROOT = path.resolve(import.meta.dirname, '../..');

// The import rule needs no types; without them the whole list takes seconds.
const withoutTypes = [tseslint.configs.disableTypeChecked, { rules: { '@typescript-eslint/max-params': 'off' } }];
const eslint = new ESLint({ cwd: ROOT, overrideConfig: withoutTypes });

/** stdin: [{room, text}], stdout: the findings for each, in the same order. */
const planted = JSON.parse(readFileSync(0, 'utf8'));
const findings = [];
for (const { room, text } of planted) {
  const [result] = await eslint.lintText(`${text}\n`, { filePath: path.join(ROOT, room) });
  findings.push(result.messages.map(({ ruleId, message }) => ({ ruleId, message })));
}
process.stdout.write(JSON.stringify(findings));
