import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findsCardNumber, maskCardNumbers } from './card-number.js';

const digits = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength }).map((list) => list.join(''));

/** The digit that makes a number pass Luhn's check, computed from the left for once. */
function checkDigit(body: string): number {
  const sum = [...body].reduce((total, digit, place) => {
    const value = Number(digit) * ((body.length - place) % 2 === 1 ? 2 : 1);
    return total + Math.floor(value / 10) + (value % 10);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
const cardNumber = digits(12, 18).map((body) => `${body}${checkDigit(body)}`);
const words = fc.string().filter((text) => !/\d/.test(text));

describe('findsCardNumber', () => {
  it.each(['4111111111111111', '5555555555554444', '378282246310005', '6304000000000000', 'card 4111111111111111.'])(
    'finds %s',
    (text) => expect(findsCardNumber(text)).toBe(true),
  );

  it.each([
    '',
    '4111111111111112',
    '411111111111',
    '05103246259000000000126',
    '2024-05-28T12:25:00.000Z',
    'last four 1111',
  ])('leaves %s alone', (text) => expect(findsCardNumber(text)).toBe(false));

  it('finds every valid number of 13 to 19 digits in any text', () => {
    fc.assert(fc.property(words, cardNumber, words, (a, number, b) => findsCardNumber(`${a}${number}${b}`)));
  });

  it('finds no number with one digit mistyped', () => {
    fc.assert(
      fc.property(cardNumber, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const place = at % number.length;
        const wrong = (Number(number[place]) + by) % 10;
        return !findsCardNumber(`${number.slice(0, place)}${wrong}${number.slice(place + 1)}`);
      }),
    );
  });

  it('looks at whole runs of digits only', () => {
    fc.assert(fc.property(digits(20, 40), (run) => !findsCardNumber(run)));
    fc.assert(fc.property(digits(1, 12), (run) => !findsCardNumber(`x${run}x`)));
  });
});

describe('maskCardNumbers', () => {
  it.each([
    ['4111111111111111', '************1111'],
    ['card 378282246310005.', 'card ***********0005.'],
    ['5555555555554444/4111111111111111', '************4444/************1111'],
    ['05103246259000000000126', '05103246259000000000126'],
    ['4111111111111112', '4111111111111112'],
    ['GOODS DELIVERED', 'GOODS DELIVERED'],
  ])('%s becomes %s', (text, masked) => expect(maskCardNumbers(text)).toBe(masked));

  it('leaves nothing to find, and changes nothing but what it finds', () => {
    fc.assert(
      fc.property(words, cardNumber, words, (a, number, b) => {
        const masked = maskCardNumbers(`${a}${number}${b}`);
        expect(findsCardNumber(masked)).toBe(false);
        expect(masked).toBe(`${a}${'*'.repeat(number.length - 4)}${number.slice(-4)}${b}`);
      }),
    );
  });
});
