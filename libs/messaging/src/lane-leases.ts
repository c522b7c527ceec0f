import type { LeasePort } from './relay-ports.js';

export interface LaneLeasesOptions {
  readonly leases: LeasePort;
  /** What the lanes are lanes of; part of the lease's name. */
  readonly topic: string;
  readonly shards: number;
  readonly shardsPerLane: number;
  readonly leaseMs: number;
}

/** Part of a lease that is not used, for what passes between the check and the broker. */
const MARGIN = 0.1;

/**
 * Lanes of shards that this process may relay now. Leases are measured from before they were asked for, on a clock that nobody can
 * set, so that they end here before they end in the database.
 */
export class LaneLeases {
  private readonly heldUntil = new Map<number, number>();

  constructor(private readonly options: LaneLeasesOptions) {}

  holds(shard: number): boolean {
    return performance.now() < this.end(this.laneOf(shard));
  }

  heldShards(): number[] {
    return Array.from({ length: this.options.shards }, (_, shard) => shard).filter((shard) => this.holds(shard));
  }

  get lanesHeld(): number {
    return [...this.heldUntil.keys()].filter((lane) => performance.now() < this.end(lane)).length;
  }

  /** Prolongs what is held and takes what is free. @returns shards that were not ours without a break until now */
  async renew(): Promise<number[]> {
    const { leases, leaseMs } = this.options;
    const asked = performance.now();
    const { held: names, surplus } = await leases.share(this.names(), leaseMs);
    const answered = performance.now();
    const held = new Set(names);
    const lanes = this.names().flatMap((name, lane) => (held.has(name) ? [lane] : []));
    const taken = lanes.filter((lane) => this.end(lane) < answered);
    this.heldUntil.clear();
    for (const lane of lanes) this.heldUntil.set(lane, asked + leaseMs * (1 - MARGIN));
    if (surplus.length > 0) await leases.release(surplus);
    return taken.flatMap((lane) => this.shardsOf(lane));
  }

  async release(): Promise<void> {
    this.heldUntil.clear();
    await this.options.leases.leave(this.names());
  }

  private end(lane: number): number {
    return this.heldUntil.get(lane) ?? Number.NEGATIVE_INFINITY;
  }

  private laneOf(shard: number): number {
    return Math.floor(shard / this.options.shardsPerLane);
  }

  private shardsOf(lane: number): number[] {
    const { shards, shardsPerLane } = this.options;
    const first = lane * shardsPerLane;
    return Array.from({ length: Math.min(shardsPerLane, shards - first) }, (_, i) => first + i);
  }

  private names(): string[] {
    const { topic, shards, shardsPerLane } = this.options;
    return Array.from({ length: Math.ceil(shards / shardsPerLane) }, (_, lane) => `relay/${topic}/${lane}`);
  }
}
