import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromDecimalText, money, toDecimalText } from './money.js';

const DIGITS = fc.integer({ min: 0, max: 4 });
const AMOUNT = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 });

describe('an amount as decimal text', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(AMOUNT, DIGITS, (amount, digits) => {
        expect(fromDecimalText(toDecimalText(amount, digits), digits)).toBe(amount);
      }),
    );
  });

  it.each([
    [500, 2, '5.00'],
    [5, 2, '0.05'],
    [-5, 2, '-0.05'],
    [500, 0, '500'],
    [1234, 3, '1.234'],
  ])('%p with %p digits is %p', (amount, digits, text) => {
    expect(toDecimalText(amount, digits)).toBe(text);
  });

  it.each([
    ['10.5', 2, 1050],
    ['10', 2, 1000],
    ['10.500', 2, 1050],
    [' 10.29 ', 2, 1029],
    ['-0.00', 2, 0],
    ['500', 0, 500],
    ['1.1', 3, 1100],
  ])('%p with %p digits is read as %p', (text, digits, amount) => {
    expect(fromDecimalText(text, digits)).toBe(amount);
  });

  it('is refused with more decimals than the currency has', () => {
    fc.assert(
      fc.property(AMOUNT, DIGITS, fc.integer({ min: 1, max: 9 }), (amount, digits, more) => {
        const text = toDecimalText(amount, digits);
        expect(fromDecimalText(`${digits === 0 ? `${text}.` : text}${more}`, digits)).toBeUndefined();
      }),
    );
  });

  it.each(['', '.5', '5.', '1,000', '1e3', '+5', '0x10', 'NaN', '5 USD', '--5', '99999999999999.99', '٥'])(
    'is refused where it is no exact amount: %p',
    (text) => {
      expect(fromDecimalText(text, 2)).toBeUndefined();
    },
  );
});

describe('money', () => {
  it('is an integer of minor units with a currency', () => {
    expect(money(500, 'USD')).toEqual({ amountMinor: 500, currency: 'USD' });
  });

  it.each([
    [0.1, 'USD'],
    [2 ** 53, 'USD'],
    [Number.NaN, 'USD'],
    [1, 'usd'],
    [1, 'EURO'],
  ])('is not made of %p %p', (amount, currency) => {
    expect(() => money(amount, currency)).toThrow(RangeError);
  });
});
