/** SQLSTATEs that a consumer's step or append raises on purpose. */
const CONFLICT = 'DS001';
const CHECKPOINT_MOVED = 'DS002';

/** Lost connections, shutdowns, lack of resources, serialization failures, deadlocks, lock timeouts, fail-over. */
const TRANSIENT_STATE = /^(08...|53...|57P..|40001|40P01|55P03|25006|25P03)$/;
const LOST_CONNECTION = /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|UND_ERR_/;
const LOST_CONNECTION_TEXT =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|query read timeout|not queryable/i;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

export const isConflict = (error: unknown): boolean => codeOf(error) === CONFLICT;
export const isCheckpointMoved = (error: unknown): boolean => codeOf(error) === CHECKPOINT_MOVED;

/** Whether a fault lies outside the event, so that the same event may go through later: such faults park nothing. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  const raced = code === CONFLICT || code === CHECKPOINT_MOVED;
  const away = LOST_CONNECTION.test(code) || LOST_CONNECTION_TEXT.test(error.message);
  if (raced || away || TRANSIENT_STATE.test(code) || saysSo(error)) return true;
  return isTransient(error.cause);
}

/** Any error may say of itself that it will pass. */
const saysSo = (error: Error): boolean => 'transient' in error && error.transient === true;

/** The owner's feed does not yet show events that were delivered; the transport delivers them again. */
export class FeedBehind extends Error {
  override readonly name = 'FeedBehind';
  readonly transient = true;
}

/** The owner was restored from a backup, and nothing that was delivered tells of it. */
export class NewerEpoch extends Error {
  override readonly name = 'NewerEpoch';
  readonly transient = true;
}
