import type { Seal } from './seal.js';

/** A seal as it leaves the database's reach: one line of JSON. */
export interface ExportedRoot {
  readonly app: string;
  readonly schema: string;
  readonly epoch: number;
  readonly shard: number;
  readonly from: number;
  readonly to: number;
  /** SHA-256 as hex. */
  readonly root: string;
  readonly previous: string;
  readonly sealed_at: string;
}

/** Where roots go so that whoever owns the database cannot rewrite them unseen. Append-only. */
export interface RootExport {
  /** Last root of each shard as it was exported; undefined where the place takes lines but does not show them. */
  last(): Promise<ReadonlyMap<number, ExportedRoot> | undefined>;
  /** Durable when it returns. */
  append(roots: readonly ExportedRoot[]): Promise<void>;
}

export const exportedRoot = (app: string, { sealedAt, leaves: _, ...seal }: Seal): ExportedRoot => ({
  app,
  schema: seal.schema,
  shard: seal.shard,
  from: seal.from,
  to: seal.to,
  root: seal.root,
  previous: seal.previous,
  sealed_at: sealedAt,
  epoch: seal.epoch,
});

/** An exported line; undefined where it is none, as the last one before a power cut may be. */
export function readRootLine(line: string): ExportedRoot | undefined {
  try {
    const root = JSON.parse(line) as ExportedRoot;
    return typeof root.root === 'string' && Number.isInteger(root.shard) ? root : undefined;
  } catch {
    return undefined;
  }
}
