/** Looks at so many claims at the same time; the network takes 150 requests a second. */
const AT_ONCE = 8;

interface Look<Seen> {
  readonly claimId: string;
  readonly promise: Promise<Seen>;
  readonly resolve: (seen: Seen) => void;
}

/**
 * Looks at claims, a few at a time, the hurried ones first. A claim that waits already is looked at once for all who ask;
 * one that is being looked at now may have changed since, so that it is looked at again.
 */
export class LookPool<Seen> {
  private readonly hurried = new Map<string, Look<Seen>>();
  private readonly waiting = new Map<string, Look<Seen>>();
  private readonly running = new Map<string, Promise<Seen>>();

  /** @param look never fails */
  constructor(private readonly look: (claimId: string) => Promise<Seen>) {}

  lookAt(claimId: string, isHurried: boolean): Promise<Seen> {
    const known = this.hurried.get(claimId) ?? this.waiting.get(claimId);
    const look = known ?? this.lookOf(claimId);
    if (isHurried) this.waiting.delete(claimId);
    if (known === undefined || isHurried) (isHurried ? this.hurried : this.waiting).set(claimId, look);
    this.beginWhatIsFree();
    return look.promise;
  }

  /** Leaves out what has not begun, and waits for the rest. */
  async stop(): Promise<void> {
    this.hurried.clear();
    this.waiting.clear();
    await Promise.all(this.running.values());
  }

  private lookOf(claimId: string): Look<Seen> {
    let resolve: Look<Seen>['resolve'] = () => undefined;
    const promise = new Promise<Seen>((tell) => (resolve = tell));
    return { claimId, promise, resolve };
  }

  private beginWhatIsFree(): void {
    for (const line of [this.hurried, this.waiting]) {
      for (const look of line.values()) {
        if (this.running.size >= AT_ONCE) return;
        if (this.running.has(look.claimId)) continue;
        line.delete(look.claimId);
        this.begin(look);
      }
    }
  }

  private begin({ claimId, promise, resolve }: Look<Seen>): void {
    this.running.set(claimId, promise);
    void this.look(claimId).then((seen) => {
      this.running.delete(claimId);
      resolve(seen);
      this.beginWhatIsFree();
    });
  }
}
