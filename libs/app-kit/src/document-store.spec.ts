import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DocumentStore } from './document-store.js';

const BYTES = Uint8Array.from({ length: 1000 }, (_, at) => at % 256);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

let directory: string;
let store: DocumentStore;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'documents-'));
  store = new DocumentStore(directory);
});
afterAll(() => rm(directory, { recursive: true }));

const fileOf = (disputeId: string, sha256 = SHA256): string => path.join(directory, 'acme', disputeId, sha256);

describe('a document', () => {
  it('comes back byte for byte', async () => {
    const sha256 = await store.put('acme', 'd1', BYTES);
    expect(sha256).toBe(SHA256);
    expect(Buffer.from(await store.get({ tenant: 'acme', disputeId: 'd1', sha256 })).equals(BYTES)).toBe(true);
  });

  it('is written once: the same bytes again change nothing', async () => {
    await store.put('acme', 'd2', BYTES);
    const before = await stat(fileOf('d2'), { bigint: true });
    await store.put('acme', 'd2', BYTES);
    expect(await readdir(path.dirname(fileOf('d2')))).toEqual([SHA256]);
    expect((await stat(fileOf('d2'), { bigint: true })).mtimeNs).toBe(before.mtimeNs);
  });

  it('that was written only in part is written again', async () => {
    await store.put('acme', 'd3', BYTES);
    await writeFile(fileOf('d3'), BYTES.subarray(0, 10));
    await store.put('acme', 'd3', BYTES);
    expect((await stat(fileOf('d3'))).size).toBe(1000);
  });

  it('that somebody has altered is not given out', async () => {
    await store.put('acme', 'd4', BYTES);
    await writeFile(fileOf('d4'), BYTES.with(500, 0));
    await expect(store.get({ tenant: 'acme', disputeId: 'd4', sha256: SHA256 })).rejects.toThrow('was altered');
  });

  it('belongs to its tenant and its dispute', async () => {
    await store.put('acme', 'd5', BYTES);
    await expect(store.get({ tenant: 'other', disputeId: 'd5', sha256: SHA256 })).rejects.toThrow();
    await expect(store.get({ tenant: 'acme', disputeId: 'd6', sha256: SHA256 })).rejects.toThrow();
  });
});
