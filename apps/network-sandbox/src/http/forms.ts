import currencyCodes from 'currency-codes';
import Type from 'typebox';
import { type CalendarDate, type Instant, fromDecimalText } from '@dispute/kernel';
import type { Attachment } from '../claim/file-chargeback.js';
import { invalid } from '../wire/mastercom-error.js';

/** The forms of Mastercom's fields. */
export const Digits = (min: number, max: number) => Type.String({ pattern: `^\\d{${min},${max}}$` });
export const Letters = (max: number) => Type.String({ pattern: `^[A-Za-z]{1,${max}}$` });
export const Decimal = (min: number, max: number) =>
  Type.String({ minLength: min, maxLength: max, pattern: '^\\d+(\\.\\d+)?$' });
export const StringBoolean = Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'] });
export const Choice = <const T extends readonly string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values });
/** Letters or numeric, as claims and chargebacks take it. */
export const CurrencyCode = Type.String({ pattern: '^([A-Z]{3}|\\d{3})$' });
export const Day = Type.String({ format: 'date' });
/** yyyy-MM-ddTHH:mm, UTC. */
export const Minute = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$' });
/** A messageText: letters, digits, spaces. */
export const MessageText = Type.String({ pattern: '^[A-Za-z0-9 ]{0,100}$' });
/** A memo: printable ASCII. */
export const Memo = (min: number, max: number) => Type.String({ pattern: `^[\\x20-\\x7e]{${min},${max}}$` });
export const FileAttachment = Type.Object({
  filename: Type.String({ minLength: 1, maxLength: 255 }),
  file: Type.String({ minLength: 1, maxLength: 22_000_000 }),
});

/** Letters of a currency ("840" → "USD"). */
export function currencyAt(field: string, code: string): string {
  const record = currencyCodes.code(code) ?? currencyCodes.number(code);
  if (!record) throw invalid(`${field}: ${code} is no ISO 4217 currency.`, [{ Name: field, Value: code }]);
  return record.code;
}

/** An amount above zero with no more decimals than its currency has, as it was written. */
export function amountAt(field: string, text: string, currency: string): string {
  const digits = currencyCodes.code(currency)?.digits ?? 2;
  const minor = fromDecimalText(text, digits);
  if (minor === undefined || minor <= 0) {
    throw invalid(`${field}: ${text} is no amount of ${currency} above zero.`, [{ Name: field, Value: text }]);
  }
  return text;
}

/** Bytes of an attachment. What they are is judged when they are processed, not here. */
export function attachmentAt(
  field: string,
  given: { filename: string; file: string } | undefined,
): Attachment | undefined {
  if (!given) return undefined;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(given.file) || given.file.length % 4 !== 0) {
    throw invalid(`${field}.file is not base64.`, [{ Name: `${field}.file`, Value: 'base64' }]);
  }
  return { filename: given.filename, bytes: Buffer.from(given.file, 'base64') };
}

export const attached = (attachment: Attachment | undefined): { attachment?: Attachment } =>
  attachment ? { attachment } : {};

/** The minute that a queue window names; undefined for one that does not exist. */
export function minuteAt(field: string, text: string): Instant {
  const ms = Date.parse(`${text}:00Z`);
  if (Number.isNaN(ms)) throw invalid(`${field}: ${text} does not exist.`, [{ Name: field, Value: text }]);
  return new Date(ms).toISOString() as Instant;
}

export const asDay = (text: string): CalendarDate => text as CalendarDate;
