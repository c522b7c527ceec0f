import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { rootsFile } from './file-roots.js';
import { type ExportedRoot, readRootLine } from './root-export.js';

/** What was exported of one schema: by shard, by the first position of the seal. A seal may have been exported again. */
export class ExportedRoots {
  private readonly roots = new Map<number, Map<number, ExportedRoot[]>>();
  /** Lines that are no roots: half a line that a power cut left. */
  unreadable = 0;

  constructor(readonly schema: string) {}

  add(root: ExportedRoot): void {
    const shard = this.roots.get(root.shard) ?? new Map<number, ExportedRoot[]>();
    this.roots.set(root.shard, shard);
    const known = shard.get(root.from) ?? [];
    if (!known.some((other) => sameRoot(other, root))) shard.set(root.from, [...known, root]);
  }

  get shards(): readonly number[] {
    return [...this.roots.keys()];
  }

  /** All that was ever exported for the seal that begins here; more than one only where the database was changed. */
  at(shard: number, from: number): readonly ExportedRoot[] {
    return this.roots.get(shard)?.get(from) ?? [];
  }

  ofShard(shard: number): readonly ExportedRoot[] {
    return [...(this.roots.get(shard)?.values() ?? [])].flat();
  }
}

const FIELDS = ['schema', 'epoch', 'shard', 'from', 'to', 'root', 'previous', 'sealed_at'] as const;

/** Fields in which two exported roots differ. */
export const differingFields = (one: ExportedRoot, other: ExportedRoot): string[] =>
  FIELDS.filter((field) => one[field] !== other[field]);

const sameRoot = (one: ExportedRoot, other: ExportedRoot): boolean => differingFields(one, other).length === 0;

/** Schemas whose roots are in a directory. */
export function exportedSchemas(directory: string): string[] {
  try {
    return readdirSync(directory).flatMap((file) => (file.endsWith('.ndjson') ? [path.basename(file, '.ndjson')] : []));
  } catch {
    return [];
  }
}

/** Reads what FileRoots wrote. */
export async function readExportedRoots(directory: string, schema: string): Promise<ExportedRoots> {
  const roots = new ExportedRoots(schema);
  for await (const line of createInterface({ input: createReadStream(rootsFile(directory, schema)) })) {
    const root = readRootLine(line);
    if (root) roots.add(root);
    else if (line !== '') roots.unreadable += 1;
  }
  return roots;
}
