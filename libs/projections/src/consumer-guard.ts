import type { StoredEvent } from '@dispute/contracts';

/** Whose progress a checkpoint is. */
export interface ConsumerKey {
  readonly consumer: string;
  /** Version of the projection's tables; 1 for reactions. */
  readonly version: number;
  /** Whose events: the owning app. */
  readonly source: string;
}

/** How far a consumer has come in one shard. */
export interface Checkpoint {
  readonly epoch: number;
  readonly position: number;
}

/** An event that waits: the first of its subject has failed, later ones queue behind it. */
export interface ParkedEvent {
  readonly position: number;
  readonly tenant: string;
  readonly subject: string;
  readonly event: StoredEvent;
  /** Why it failed; null for those that only queue behind. */
  readonly error: string | null;
  /** Failed attempts so far. */
  readonly attempts: number;
  /** Milliseconds from now until the next attempt. */
  readonly retryInMs: number;
}

/** Argument of the SQL function advance_checkpoint: the step that commits together with the effects of a batch. */
export interface ConsumerGuard extends ConsumerKey {
  readonly shard: number;
  readonly epoch: number;
  /** Position of the checkpoint now; anywhere else means another owner, and everything is rolled back. */
  readonly expected: number;
  readonly next: number;
  readonly park?: readonly ParkedEvent[];
  /** A subject whose parked events have been handled now, up to a position; both or none. */
  readonly release_subject?: string;
  readonly release_up_to?: number;
}
