import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asyncApiFaults, openApiFaults } from './lint.ts';
import { committedSchemas, outputs, staleFiles, writeOutputs } from './outputs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docs-'));
  writeOutputs(outputs(), folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('generated files', () => {
  it('are current when just written, twice the same', () => expect(staleFiles(outputs(), folder)).toEqual([]));

  it('are named when changed, missing or left over', () => {
    writeFileSync(join(folder, 'events.md'), '# Events');
    rmSync(join(folder, 'openapi.json'));
    writeFileSync(join(folder, 'schemas', 'Gone.json'), '{}');
    expect(staleFiles(outputs(), folder)).toEqual(['events.md', 'openapi.json', join('schemas', 'Gone.json')]);
  });

  it('hold the schemas that are compared with the next ones', () => {
    expect(committedSchemas(join(folder, 'schemas'))['OpenDispute']).toMatchObject({ type: 'object' });
  });
});

describe('API documents', () => {
  it('pass their lint', async () => {
    expect(openApiFaults(join(folder, 'openapi.json'))).toEqual([]);
    expect(await asyncApiFaults(join(folder, 'asyncapi.json'))).toEqual([]);
  }, 120_000);

  it('are refused where they are wrong', async () => {
    writeFileSync(join(folder, 'openapi.json'), '{"openapi":"3.1.0","info":{},"paths":{}}');
    writeFileSync(join(folder, 'asyncapi.json'), '{"asyncapi":"3.0.0","info":{}}');
    expect(openApiFaults(join(folder, 'openapi.json')).join()).toContain('info');
    expect((await asyncApiFaults(join(folder, 'asyncapi.json'))).join()).toContain('info');
  }, 120_000);
});
