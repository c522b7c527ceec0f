/** Where a stored event stands, and what its commit was: what the proofs of a history need of it. */
export interface EventPlace {
  readonly shard: number;
  /** 1, 2, 3 … inside the shard. */
  readonly position: number;
  readonly eventId: string;
  readonly tenant: string;
  readonly commandId: string;
  readonly commitIndex: number;
  readonly commitSize: number;
  /** The dispute. */
  readonly subject: string;
  readonly webhookSequence: number | null;
}

/** Commits of a history that is ordered by shard and position. */
export function commitsOf<Event extends EventPlace>(events: readonly Event[]): readonly (readonly Event[])[] {
  const commits: Event[][] = [];
  for (const event of events) {
    const current = commits.at(-1);
    if (current && event.commitIndex > 0) current.push(event);
    else commits.push([event]);
  }
  return commits;
}
