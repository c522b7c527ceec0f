import type { StoredEvent } from '@dispute/contracts';
import type { ParkedEvent } from './consumer-guard.js';

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 3_600_000;
const MOST_WORDS = 4000;

/** An event that has failed for the n-th time; each further pause is twice as long, one hour at most. */
export function failedEvent(event: StoredEvent, error: unknown, attempts: number): ParkedEvent {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const retryInMs = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LAST_RETRY_MS);
  return { ...placeOf(event), error: storable(words), attempts, retryInMs };
}

/** An event that waits because one before it of the same subject has failed. */
export const queuedEvent = (event: StoredEvent): ParkedEvent => ({
  ...placeOf(event),
  error: null,
  attempts: 0,
  retryInMs: 0,
});

const placeOf = (event: StoredEvent) => ({
  position: event.position,
  tenant: event.tenant,
  subject: event.subject,
  event,
});

/** PostgreSQL keeps neither NUL nor half a surrogate pair in text. */
const storable = (words: string): string => words.slice(0, MOST_WORDS).replaceAll('\0', '').toWellFormed();
