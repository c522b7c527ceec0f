/** Finds a card number in text: a whole run of 13–19 digits that passes Luhn's check. */
export function findsCardNumber(text: string): boolean {
  return [...text.matchAll(/(?<!\d)\d{13,19}(?!\d)/g)].some(([run]) => passesLuhn(run));
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
