import { SHARD_COUNT } from '@dispute/kernel';
import type { Leases } from '../leases.js';
import { BrokenChain } from './broken-chain.js';
import { exportMissing, type ExportPlace, exportSeals } from './export-missing.js';
import type { ExportedRoot } from './root-export.js';
import { GENESIS, type Seal } from './seal.js';
import { sealRange } from './seal-range.js';
import { readProgress, type ShardProgress, storeSeals } from './seal-table.js';

export interface SealerOptions extends ExportPlace {
  readonly leases: Leases;
  /** Events under one seal at most. Default 2000. */
  readonly mostEvents?: number;
}

export interface SealingRound {
  /** Events of the held shards that are not sealed yet: those behind the limit of one seal. */
  readonly unsealed: number;
  readonly sealed: number;
  /** Shards that cannot be sealed because what they stand on was altered, and how that shows. */
  readonly broken: ReadonlyMap<number, string>;
}

interface OpenRound {
  readonly seals: Seal[];
  unsealed: number;
  readonly broken: Map<number, string>;
}

const LANES = 16;
const LEASE_MS = 10_000;
const RENEW_AFTER_MS = 3000;
const MOST_EVENTS = 2000;
const laneName = (lane: number): string => `seal/${lane}`;
const LANE_NAMES = Array.from({ length: LANES }, (_, lane) => laneName(lane));
const SHARDS = Array.from({ length: SHARD_COUNT }, (_, shard) => shard);

/**
 * Seals what was appended since the last seal, shard by shard, and exports the roots. Positions are dense, so a seal
 * that comes late covers the same events as one that comes at once. One process at a time seals a lane of shards.
 */
export class Sealer {
  private shards: readonly number[] = [];
  private renewAt = 0;

  constructor(private readonly options: SealerOptions) {}

  /** One pass over the held shards: at most one new seal each, after what had not been exported. */
  async round(): Promise<SealingRound> {
    const { pool, schema, exports } = this.options;
    await this.holdLanes();
    const exported = await exports.last();
    const round: OpenRound = { seals: [], unsealed: 0, broken: new Map() };
    for (const progress of await readProgress(pool, schema, this.shards)) {
      await this.takeShard(progress, exported, round).catch((error: unknown) => {
        if (!(error instanceof BrokenChain)) throw error;
        round.broken.set(progress.shard, error.message);
      });
    }
    const { seals, unsealed, broken } = round;
    if (seals.length > 0) await exportSeals(this.options, await storeSeals(pool, schema, seals));
    return { sealed: seals.reduce((sum, { from, to }) => sum + to - from + 1, 0), unsealed, broken };
  }

  /** Lets another process go on at once. */
  async stop(): Promise<void> {
    this.shards = [];
    await this.options.leases.leave(LANE_NAMES);
  }

  private async holdLanes(): Promise<void> {
    if (performance.now() < this.renewAt) return;
    this.renewAt = performance.now() + RENEW_AFTER_MS;
    const { held, surplus } = await this.options.leases.share(LANE_NAMES, LEASE_MS);
    if (surplus.length > 0) await this.options.leases.release(surplus);
    this.shards = SHARDS.filter((shard) => held.includes(laneName(shard % LANES)));
  }

  private async takeShard(
    progress: ShardProgress,
    exported: ReadonlyMap<number, ExportedRoot> | undefined,
    round: OpenRound,
  ): Promise<void> {
    if (exported) await exportMissing(this.options, progress, exported.get(progress.shard));
    const seal = await this.sealNew(progress);
    if (seal) round.seals.push(seal);
    round.unsealed += progress.head - (seal?.to ?? progress.sealed);
  }

  private async sealNew({ shard, head, sealed, root, epoch }: ShardProgress): Promise<Seal | undefined> {
    if (head < sealed) throw new BrokenChain(`positions ${head + 1} to ${sealed} were sealed and are gone`);
    if (head === sealed) return undefined;
    const { pool, schema, mostEvents = MOST_EVENTS } = this.options;
    return sealRange(pool, {
      schema,
      epoch,
      shard,
      from: sealed + 1,
      to: Math.min(head, sealed + mostEvents),
      sealedAt: new Date().toISOString(),
      previous: root ?? GENESIS,
    });
  }
}
