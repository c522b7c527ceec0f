import type { Pool } from 'pg';
import { BrokenChain } from './broken-chain.js';
import { type ExportedRoot, exportedRoot, type RootExport } from './root-export.js';
import type { Seal } from './seal.js';
import { readSeals, type ShardProgress } from './seal-table.js';

export interface ExportPlace {
  readonly pool: Pool;
  readonly schema: string;
  readonly app: string;
  readonly exports: RootExport;
}

const PAGE = 200;

/**
 * Exports the seals of a shard that a process before this one stored and could not export.
 * @throws BrokenChain when the database does not hold the root that was exported last
 */
export async function exportMissing(
  place: ExportPlace,
  { shard, sealed, root, epoch }: ShardProgress,
  last: ExportedRoot | undefined,
): Promise<void> {
  if (isExported(last, sealed, root)) return;
  if (last && last.epoch < epoch) return; // a restored backup is behind what was exported before
  if (last) await compareWithDatabase(place, last);
  await exportAfter(place, { shard, after: last?.to ?? 0 });
}

async function exportAfter(
  place: ExportPlace,
  { shard, after }: { readonly shard: number; readonly after: number },
): Promise<void> {
  for (let from = after + 1, more = true; more;) {
    const seals = await readSeals(place.pool, place.schema, { shard, from }, PAGE);
    await exportSeals(place, seals);
    more = seals.length === PAGE;
    from = (seals.at(-1)?.to ?? 0) + 1;
  }
}

export async function exportSeals({ app, exports }: ExportPlace, seals: readonly Seal[]): Promise<void> {
  if (seals.length > 0) await exports.append(seals.map((seal) => exportedRoot(app, seal)));
}

const isExported = (last: ExportedRoot | undefined, sealed: number, root: string | undefined): boolean =>
  last === undefined ? sealed === 0 : last.to === sealed && last.root === root;

async function compareWithDatabase({ pool, schema }: ExportPlace, last: ExportedRoot): Promise<void> {
  const [seal] = await readSeals(pool, schema, last, 1);
  if (seal?.from === last.from && seal.root === last.root) return;
  throw new BrokenChain(`the exported root of positions ${last.from} to ${last.to} is not the database's`);
}
