import type { ClientBase } from 'pg';
import type { AuditFault } from './audit-fault.js';
import { compareLeaves, type EventFault } from './compare-leaves.js';
import { leafCount, leavesOf, markOf, streamMarkOf } from './leaves.js';
import { readSealedRows } from './read-sealed-rows.js';
import { type Seal, SealHash } from './seal.js';
import type { SealedRow } from './sealed-columns.js';

/** Computes a seal anew from the events that are there. @returns faults; none when the root comes out */
export async function verifySeal(db: ClientBase, seal: Seal): Promise<AuditFault[]> {
  const { schema, shard, from, to } = seal;
  const place = { schema, shard, seal: { from, to } };
  if (leafCount(seal.leaves) !== to - from + 1) {
    return [{ ...place, what: 'the seal was altered: it has not one leaf for each position' }];
  }
  const hash = new SealHash(seal);
  for await (const rows of readSealedRows(db, schema, seal)) for (const row of rows) hash.add(row);
  const computed = hash.end();
  const leavesFit = computed.leaves.equals(seal.leaves);
  if (computed.root === seal.root && leavesFit) return [];
  if (computed.root === seal.root)
    return [{ ...place, what: 'the seal was altered: its leaves are not of its events' }];
  if (leavesFit) {
    return [{ ...place, what: 'the seal was altered: its root does not follow from its events and the root before' }];
  }
  return (await eventFaults(db, seal)).map((fault) => ({ schema, shard, ...fault }));
}

async function eventFaults(db: ClientBase, seal: Seal): Promise<Omit<AuditFault, 'schema' | 'shard'>[]> {
  const rows: SealedRow[] = [];
  for await (const page of readSealedRows(db, seal.schema, seal)) rows.push(...page);
  const faults = compareLeaves(seal.from, leavesOf(seal.leaves), rows);
  if (faults.length === 0)
    return [{ seal, what: 'the seal was altered: its root and its leaves are not of its events' }];
  return withStreams(db, seal, faults);
}

/** A removed event's stream is found by its checksum among the streams that the shard still knows. */
async function withStreams(db: ClientBase, { schema, shard }: Seal, faults: readonly EventFault[]) {
  const streams = new Map<number, string>();
  if (faults.some(({ lost }) => lost)) {
    const { rows } = await db.query<{ stream: string }>(
      `select distinct stream from ${schema}.event where shard = $1
        union select stream from ${schema}.idempotency where shard = $1 and stream is not null
        union select stream from ${schema}.timer where shard = $1
        union select stream from ${schema}.lookup`,
      [shard],
    );
    for (const { stream } of rows) streams.set(markOf(stream), stream);
  }
  return faults.map(({ lost, ...fault }) => {
    const stream = fault.stream ?? (lost && streams.get(streamMarkOf(lost)));
    return { ...fault, ...(stream ? { stream } : {}) };
  });
}
