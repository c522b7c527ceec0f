/** SQLSTATEs that the store's own functions raise. */
export const CONFLICT_STATE = 'DS001';
export const CHECKPOINT_MOVED_STATE = 'DS002';

/** A guarded append met a stream at another version; nothing was stored. Load again and decide again. */
export class AppendConflict extends Error {
  override readonly name = 'AppendConflict';
  readonly code = CONFLICT_STATE;
  constructor(readonly stream: string) {
    super(`another commit was first on ${stream}`);
  }
}

/** Somebody else has consumed these events already; nothing was stored. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
  readonly code = CHECKPOINT_MOVED_STATE;
}

/** A lane's queue is full: the caller should come back later. Nothing was stored. */
export class StoreOverloaded extends Error {
  override readonly name = 'StoreOverloaded';
  readonly transient = true;
}

/** A request that can never be stored, whoever sends it; it is refused before it meets other requests in a batch. */
export class UnstorableRequest extends TypeError {
  override readonly name = 'UnstorableRequest';
}
