import { legible } from '@dispute/app-kit';
import { type IncomingRecord, readCloudEvent, type ReadCloudEvent } from '@dispute/messaging';

/** Reads a platform team's message; one with a header that is no text is unreadable, however right the others are. */
export function readMessage(record: IncomingRecord): ReadCloudEvent {
  const headers = Object.entries(record.headers);
  const broken = headers.filter(([, text]) => text !== legible(text)).map(([name]) => name);
  if (broken.length === 0) return readCloudEvent(record);
  const rest = Object.fromEntries(headers.filter(([name]) => !broken.includes(name)));
  const read = readCloudEvent({ headers: rest, value: record.value });
  const { id, tenant } = read.ok ? read.event : read;
  return { ok: false, reason: `The header ${broken.join(', ')} holds U+0000, which is no text.`, id, tenant };
}
