import type { RelayedPlace } from './relay-ports.js';
import type { SentPlace } from './relay-resume.js';

/** How far the topic is behind the store, shard by shard, as this process knows it. */
export class RelayProgress {
  private readonly sent = new Map<number, SentPlace>();
  private readonly unsaved = new Map<number, RelayedPlace>();
  private readonly lagging = new Set<number>();
  private readonly inFlight = new Set<number>();
  private readonly refused = new Set<number>();
  private heads: ReadonlyMap<number, number> = new Map();
  private forgotten = 0;

  /** The last event that is surely in the topic; undefined until it has been read back. */
  lastSent(shard: number): SentPlace | undefined {
    return this.sent.get(shard);
  }

  isUnknown(shard: number): boolean {
    return !this.sent.has(shard) && !this.refused.has(shard);
  }

  /** Changes whenever something is forgotten: what was read back before is out of date. */
  get memory(): number {
    return this.forgotten;
  }

  resumeAfter(shard: number, place: SentPlace): void {
    this.sent.set(shard, place);
    this.lagging.add(shard);
  }

  sentUpTo(shard: number, place: SentPlace): void {
    this.sent.set(shard, place);
    const { position, eventId } = place;
    if (eventId !== undefined) this.unsaved.set(shard, { position, eventId });
  }

  refuse(shard: number): void {
    this.refused.add(shard);
  }

  get refusedShards(): number[] {
    return [...this.refused];
  }

  /** What is in the topic is no longer known: it has to be read back. */
  forget(shards: readonly number[]): void {
    if (shards.length > 0) this.forgotten += 1;
    for (const shard of shards) {
      this.sent.delete(shard);
      this.refused.delete(shard);
    }
  }

  forgetAll(): void {
    this.forget([...this.sent.keys(), ...this.refused]);
  }

  get hasLagging(): boolean {
    return this.lagging.size > 0;
  }

  hasNews(shard: number): void {
    this.lagging.add(shard);
  }

  /** Notes where the store is ahead; where the topic is, which only a restored database can explain, it is read back. */
  compare(heads: ReadonlyMap<number, number>): void {
    this.heads = heads;
    for (const [shard, head] of heads) if (head > this.positionOf(shard)) this.lagging.add(shard);
    const ahead = [...this.sent.keys()].filter((shard) => this.positionOf(shard) > (heads.get(shard) ?? 0));
    this.forget(ahead);
  }

  /** Nothing more of these is taken until they have arrived, or failed to. */
  departed(shards: readonly number[]): void {
    for (const shard of shards) this.inFlight.add(shard);
  }

  settled(shards: readonly number[]): void {
    for (const shard of shards) this.inFlight.delete(shard);
  }

  /** Takes up to n shards to look at, in turn: whoever has more to send queues up again behind the others. */
  takeLagging(n: number, isOurs: (shard: number) => boolean): number[] {
    const taken: number[] = [];
    for (const shard of this.lagging) {
      if (taken.length === n) break;
      if (this.inFlight.has(shard)) continue;
      this.lagging.delete(shard);
      if (isOurs(shard) && this.sent.has(shard)) taken.push(shard);
    }
    return taken;
  }

  /** Places reached that are not written down yet. */
  unsavedPlaces(): ReadonlyMap<number, RelayedPlace> {
    return new Map(this.unsaved);
  }

  saved(places: ReadonlyMap<number, RelayedPlace>): void {
    for (const [shard, place] of places) if (this.unsaved.get(shard) === place) this.unsaved.delete(shard);
  }

  lag(isOurs: (shard: number) => boolean): number {
    const ours = [...this.sent.keys()].filter(isOurs);
    return ours.reduce((sum, shard) => sum + Math.max(0, (this.heads.get(shard) ?? 0) - this.positionOf(shard)), 0);
  }

  private positionOf(shard: number): number {
    return this.sent.get(shard)?.position ?? 0;
  }
}
