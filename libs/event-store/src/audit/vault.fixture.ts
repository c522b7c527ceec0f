import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pool } from 'pg';
import {
  type AuditFault,
  type ExportedRoot,
  FileRoots,
  Leases,
  Sealer,
  readExportedRoots,
  verifyStore,
} from '../index.js';
import { SCHEMA, commit, newStream, openShop } from '../shop.fixture.js';

/** A shop whose events are sealed and exported, and can be tampered with and mended again. */
export async function openVault() {
  const shop = await openShop();
  const directory = await mkdtemp(path.join(tmpdir(), 'audit-'));
  const sealerNamed = (owner: string, more: { mostEvents?: number; directory?: string } = {}) =>
    new Sealer({
      pool: shop.pool,
      schema: SCHEMA,
      app: 'shop',
      leases: new Leases(shop.pool, SCHEMA, owner),
      exports: new FileRoots(more.directory ?? directory, SCHEMA),
      ...(more.mostEvents ? { mostEvents: more.mostEvents } : {}),
    });
  return {
    ...shop,
    directory,
    file: path.join(directory, `${SCHEMA}.ndjson`),
    sealerNamed,
    verify: (restoredEpoch?: number) => verify(shop.pool, directory, restoredEpoch),
    close: async () => {
      await shop.close();
      await rm(directory, { recursive: true });
    },
  };
}
export type Vault = Awaited<ReturnType<typeof openVault>>;

async function verify(pool: Pool, directory: string, restoredEpoch?: number) {
  const faults: AuditFault[] = [];
  const exported = await readExportedRoots(directory, SCHEMA);
  const onFault = (fault: AuditFault) => faults.push(fault);
  const restored = restoredEpoch === undefined ? {} : { restoredEpoch };
  return { ...(await verifyStore(pool, { schema: SCHEMA, exported, onFault, ...restored })), faults };
}

/** Appends `count` events to each of some streams of a shard, in turn. @returns the streams */
export async function fill({ store }: Vault, shard: number, { streams = 2, count = 3 } = {}): Promise<string[]> {
  const names = Array.from({ length: streams }, () => newStream(shard));
  for (let version = 0; version < count; version++) {
    for (const name of names) await store.append(commit(name, version));
  }
  return names;
}

/** Everything as it was before the tampering. */
export async function keepCopy(vault: Vault) {
  const { pool, file } = vault;
  for (const table of ['event', 'seal']) {
    await pool.query(`create table copy_of_${table} as select * from ${SCHEMA}.${table}`);
  }
  const exported = await readFile(file);
  return async (): Promise<void> => {
    for (const table of ['event', 'seal']) {
      await pool.query(`delete from ${SCHEMA}.${table}`);
      await pool.query(`insert into ${SCHEMA}.${table} select * from copy_of_${table}`);
    }
    await writeFile(file, exported);
  };
}

export async function exportedLines(file: string): Promise<ExportedRoot[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as ExportedRoot);
}
