import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { ROOT } from '../workspace.ts';
import { manifests } from './manifests.ts';

const committed = (name: string): string => readFileSync(path.join(ROOT, 'k8s', name), 'utf8');

describe('the manifests', () => {
  it.each([...manifests()])('%s is what the tables say now (npm run generate:k8s)', (name, text) => {
    expect(committed(name)).toBe(text);
  });

  it('are all listed in the kustomization', () => {
    const { resources } = parse(committed('kustomization.yaml')) as { resources: string[] };
    expect(resources).toEqual(expect.arrayContaining([...manifests().keys()]));
    for (const name of resources) {
      for (const document of parseAllDocuments(committed(name))) expect(document.errors).toEqual([]);
    }
  });
});
