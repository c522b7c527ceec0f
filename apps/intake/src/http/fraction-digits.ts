import currencies from 'currency-codes';

/** Decimal places of a currency (ISO 4217); two where the list does not know it. */
export const fractionDigits = (currency: string): number => currencies.code(currency)?.digits ?? 2;
