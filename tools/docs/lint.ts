import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { OUT, ROOT } from './outputs.ts';

/** What Redocly has against the OpenAPI document: its report, or nothing. */
export function openApiFaults(document = join(OUT, 'openapi.json')): string[] {
  const cli = join(ROOT, 'node_modules', '@redocly', 'cli', 'bin', 'cli.js');
  const config = join(import.meta.dirname, 'redocly.yaml');
  const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };
  const run = spawnSync(process.execPath, [cli, 'lint', document, '--config', config, '--format', 'stylish'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...quiet },
    timeout: 120_000,
  });
  return run.status === 0 ? [] : [`openapi.json does not pass lint:\n${run.stdout}${run.stderr}`];
}

/** What the AsyncAPI parser has against the document, warnings included. */
export async function asyncApiFaults(document = join(OUT, 'asyncapi.json')): Promise<string[]> {
  const diagnostics = await new Parser().validate(readFileSync(document, 'utf8'));
  const grave = diagnostics.filter(({ severity }) => Number(severity) <= 1);
  return grave.map(({ path, message }) => `asyncapi.json at ${path.join('.')}: ${message}`);
}
