import type { Logger } from 'pino';
import { WakeableLoop } from '@dispute/app-kit';
import type { Leases } from '@dispute/event-store';
import { SHARD_COUNT } from '@dispute/kernel';

const LANES = 8;
const NAMES = Array.from({ length: LANES }, (_, lane) => `notifier/${lane}`);
const SHARDS = Array.from({ length: SHARD_COUNT }, (_, shard) => shard);

export interface LanesOptions {
  readonly leases: Leases;
  /** How long lanes stay ours without renewal. */
  readonly ttlMs: number;
  readonly logger: Logger;
  /** Runs when lanes have been taken, before any work is done on them. */
  readonly onTaken: () => Promise<void>;
}

/** The shards whose outbox and deliveries this process works on: one owner each, taken over when it falls silent. */
export class Lanes {
  private heldUntil: ReadonlyMap<string, number> = new Map();
  private readonly renewing: WakeableLoop;

  constructor(private readonly options: LanesOptions) {
    const { ttlMs, logger } = options;
    this.renewing = new WakeableLoop({ name: 'leases', everyMs: ttlMs / 3, logger, step: () => this.renew() });
  }

  /** Shards held at this moment, ascending. */
  shards(): number[] {
    const now = performance.now();
    return SHARDS.filter((shard) => (this.heldUntil.get(NAMES[shard % LANES] ?? '') ?? 0) > now);
  }

  start(): void {
    this.renewing.start();
  }

  /** Gives the lanes back, so that another process need not wait for them to lapse. */
  async stop(): Promise<void> {
    await this.renewing.stop();
    this.heldUntil = new Map();
    await this.options.leases.leave(NAMES);
  }

  private async renew(): Promise<boolean> {
    const { leases, ttlMs, onTaken } = this.options;
    const until = performance.now() + ttlMs;
    const { held, surplus } = await leases.share(NAMES, ttlMs);
    const valid = (name: string): boolean => (this.heldUntil.get(name) ?? 0) > performance.now();
    if (!held.every(valid)) await onTaken();
    this.heldUntil = new Map(held.map((name) => [name, until]));
    if (surplus.length > 0) await leases.release(surplus);
    return false;
  }
}
