import currencyCodes from 'currency-codes';
import { type AmountMinor, fromDecimalText, toDecimalText } from '@dispute/kernel';

/** Digits after the point by ISO 4217. @throws RangeError for a currency that ISO does not list. */
export function fractionDigitsOf(currency: string): number {
  const record = currencyCodes.code(currency) ?? currencyCodes.number(currency);
  if (record === undefined) throw new RangeError(`not an ISO 4217 currency: ${currency}`);
  return record.digits;
}

/** (500, "USD") → "5.00"; (500, "JPY") → "500". */
export const toWireAmount = (amountMinor: AmountMinor, currency: string): string =>
  toDecimalText(amountMinor, fractionDigitsOf(currency));

/** The same of a claim, whose field has at least four characters: (5, "JPY") → "0005". */
export const toClaimAmount = (amountMinor: AmountMinor, currency: string): string =>
  toWireAmount(amountMinor, currency).padStart(4, '0');

/**
 * The same of a case, whose field has two digits after the point: (1230, "KWD") → "1.23".
 * @throws RangeError where the amount needs a third
 */
export function toCaseAmount(amountMinor: AmountMinor, currency: string): string {
  const text = toWireAmount(amountMinor, currency);
  if (fractionDigitsOf(currency) <= 2) return text;
  if (!text.endsWith('0'))
    throw new RangeError(`A case takes two digits after the point: ${text} ${currency} cannot be filed.`);
  return text.slice(0, -1);
}

/** Minor units of the network's decimal text; undefined where it is no amount of this currency. */
export const fromWireAmount = (text: string | undefined, currency: string): AmountMinor | undefined =>
  text === undefined ? undefined : fromDecimalText(text, fractionDigitsOf(currency));

/** Whether "840" and "USD", say, are the same currency. */
export const sameCurrency = (theirs: string | undefined, ours: string): boolean =>
  theirs !== undefined && (currencyCodes.code(theirs) ?? currencyCodes.number(theirs))?.code === ours;
