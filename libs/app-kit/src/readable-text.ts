import type { Validated } from '@dispute/contracts';
import { inputFault, type Rejection } from '@dispute/kernel';

/** What no database keeps as text: U+0000 and half a surrogate pair. */
const UNREADABLE = /[\0\p{Surrogate}]/u;

/** Text that can be stored and shown, whoever sent it. */
export const legible = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

/**
 * Refuses what nobody could keep, wherever it stands in the input: text that is none (contracts look at free text only),
 * and whole numbers beyond those that every reader of JSON has exactly.
 */
export function unkeepable(value: unknown, pointer = ''): Rejection | undefined {
  if (value === null || typeof value !== 'object') return unkeepableAtom(value, pointer);
  for (const [name, part] of Object.entries(value)) {
    const found = unkeepable(part, `${pointer}/${name}`);
    if (found) return found;
  }
  return undefined;
}

function unkeepableAtom(value: unknown, pointer: string): Rejection | undefined {
  if (typeof value === 'string' && UNREADABLE.test(value)) return unreadableAt(pointer);
  return typeof value === 'number' && isRounded(value) ? tooLargeAt(pointer) : undefined;
}

const isRounded = (value: number): boolean => Number.isInteger(value) && !Number.isSafeInteger(value);

const tooLargeAt = (pointer: string): Rejection =>
  inputFault(pointer, 'too_large', `It must be at most ${Number.MAX_SAFE_INTEGER.toLocaleString('en-US')}.`);

const unreadableAt = (pointer: string): Rejection =>
  inputFault(
    pointer,
    'unreadable_text',
    'It holds a character that is no text (U+0000 or half of a surrogate pair); remove it.',
  );

/** What a contract has let pass, if it can be kept too. */
export function readable<T>(checked: Validated<T>): Validated<T> {
  const rejection = checked.ok ? unkeepable(checked.value) : undefined;
  return rejection ? { ok: false, rejection } : checked;
}
