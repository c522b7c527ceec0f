declare const minor: unique symbol;

/** An amount in the currency's minor unit: an integer, never a float. */
export type AmountMinor = number & { readonly [minor]?: true };

/** An amount with its ISO 4217 currency. */
export interface Money {
  readonly amountMinor: AmountMinor;
  readonly currency: string;
}

/** @throws RangeError when the amount is not a safe integer or the currency is not three capital letters. */
export function money(amountMinor: number, currency: string): Money {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`not an integer of minor units: ${amountMinor}`);
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`not an ISO 4217 currency: ${currency}`);
  return { amountMinor, currency };
}

/** Decimal text of an amount: (500, 2) → "5.00". */
export function toDecimalText(amountMinor: AmountMinor, fractionDigits: number): string {
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(fractionDigits + 1, '0');
  if (fractionDigits === 0) return sign + digits;
  return `${sign}${digits.slice(0, -fractionDigits)}.${digits.slice(-fractionDigits)}`;
}

/** Parses decimal text without going through a float: ("10.5", 2) → 1050; undefined where it is no such amount. */
export function fromDecimalText(text: string, fractionDigits: number): AmountMinor | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const fraction = match[3] ?? '';
  if (fraction.slice(fractionDigits).replaceAll('0', '') !== '') return undefined;
  const amount = Number(`${match[2]}${fraction.slice(0, fractionDigits).padEnd(fractionDigits, '0')}`);
  if (!Number.isSafeInteger(amount)) return undefined;
  return match[1] && amount !== 0 ? -amount : amount;
}
