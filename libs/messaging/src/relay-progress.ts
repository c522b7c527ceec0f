/** How far the topic is behind the store, shard by shard, as this process knows it. */
export class RelayProgress {
  private readonly sent = new Map<number, number>();
  private readonly unsaved = new Set<number>();
  private readonly lagging = new Set<number>();
  private heads: ReadonlyMap<number, number> = new Map();

  /** Last position that is surely in the topic; undefined until it has been read back. */
  lastSent(shard: number): number | undefined {
    return this.sent.get(shard);
  }

  resumeAfter(shard: number, position: number): void {
    this.sent.set(shard, position);
  }

  sentUpTo(shard: number, position: number): void {
    this.sent.set(shard, position);
    this.unsaved.add(shard);
  }

  /** What is in the topic is no longer known: it has to be read back. */
  forget(shards: Iterable<number>): void {
    for (const shard of shards) this.sent.delete(shard);
  }

  get hasLagging(): boolean {
    return this.lagging.size > 0;
  }

  hasNews(shard: number): void {
    this.lagging.add(shard);
  }

  /** @returns shards of which the topic knows more than the store, which only a restored database can explain */
  compare(heads: ReadonlyMap<number, number>): number[] {
    this.heads = heads;
    for (const [shard, head] of heads) if (head > (this.sent.get(shard) ?? 0)) this.lagging.add(shard);
    return [...this.sent].flatMap(([shard, position]) => (position > (heads.get(shard) ?? 0) ? [shard] : []));
  }

  /** Takes up to n shards to look at, in turn: whoever has more to send queues up again behind the others. */
  takeLagging(n: number, isOurs: (shard: number) => boolean): number[] {
    const taken: number[] = [];
    for (const shard of this.lagging) {
      if (taken.length === n) break;
      this.lagging.delete(shard);
      if (isOurs(shard) && this.sent.has(shard)) taken.push(shard);
    }
    return taken;
  }

  /** Positions sent since the last call, for the checkpoints. */
  takeUnsaved(): [shard: number, position: number][] {
    const positions = [...this.unsaved].map((shard): [number, number | undefined] => [shard, this.sent.get(shard)]);
    this.unsaved.clear();
    return positions.filter((entry): entry is [number, number] => entry[1] !== undefined);
  }

  lag(): number {
    let behind = 0;
    for (const [shard, position] of this.sent) behind += Math.max(0, (this.heads.get(shard) ?? 0) - position);
    return behind;
  }
}
