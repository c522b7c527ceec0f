/** Lets the work of one shard go one after another inside this process; shards do not wait for each other. */
export class Turns {
  private readonly last = new Map<number, Promise<unknown>>();

  take<T>(shard: number, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(shard) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.last.set(
      shard,
      mine.catch(() => undefined),
    );
    return mine;
  }
}
