import { legible } from '@dispute/app-kit';
import { isUuid } from '@dispute/kernel';
import type { IncomingRecord } from '@dispute/messaging';

/** Before what is no dispute but the key of a message. */
const KEY = 'key/';
const LONGEST_KEY = 255;

/**
 * What a command that may be refused is about, as its outcome keeps it: the dispute that it names, else the key that its
 * result shall have, the transaction's id or that of its own message. Undefined where none of them can be read.
 */
export function subjectOf(record: Pick<IncomingRecord, 'key'>, data: unknown): string | undefined {
  const { dispute_id: dispute, transaction_id: transaction } = (data ?? {}) as Record<string, unknown>;
  if (typeof dispute === 'string' && isUuid(dispute)) return dispute.toLowerCase();
  const key = [transaction, record.key].find(isKey);
  return key === undefined ? undefined : `${KEY}${key}`;
}

const isKey = (text: unknown): text is string =>
  typeof text === 'string' && text.length > 0 && text.length <= LONGEST_KEY && legible(text) === text;

/** Where the result of a command goes: keyed by its dispute, where there is one. */
export function addressOf(outcome: { readonly subject: string | null; readonly key: string }): {
  readonly key: string;
  readonly disputeId?: string;
} {
  const { subject, key } = outcome;
  if (subject === null) return { key };
  return subject.startsWith(KEY) ? { key: subject.slice(KEY.length) } : { key: subject, disputeId: subject };
}
