const WHOLE_RUN = /(?<!\d)\d{13,19}(?!\d)/g;

/** Finds a card number in text: a whole run of 13–19 digits that passes Luhn's check. */
export const findsCardNumber = (text: string): boolean =>
  [...text.matchAll(WHOLE_RUN)].some(([run]) => passesLuhn(run));

/** Text of somebody whom we cannot refuse it, with no more of a card number in it than the last four digits. */
export const maskCardNumbers = (text: string): string =>
  text.replace(WHOLE_RUN, (run) => (passesLuhn(run) ? run.slice(-4).padStart(run.length, '*') : run));

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
