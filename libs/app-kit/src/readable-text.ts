import type { Validated } from '@dispute/contracts';
import { inputFault, type Rejection } from '@dispute/kernel';

/** What no database keeps as text: U+0000 and half a surrogate pair. */
const UNREADABLE = /[\0\p{Surrogate}]/u;

/** Text that can be stored and shown, whoever sent it. */
export const legible = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

/** Refuses text that nobody could keep, wherever it stands in the input; contracts look at free text only. */
export function unreadableText(value: unknown, pointer = ''): Rejection | undefined {
  if (typeof value === 'string') return UNREADABLE.test(value) ? unreadableAt(pointer) : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  for (const [name, part] of Object.entries(value)) {
    const found = unreadableText(part, `${pointer}/${name}`);
    if (found) return found;
  }
  return undefined;
}

const unreadableAt = (pointer: string): Rejection =>
  inputFault(
    pointer,
    'unreadable_text',
    'It holds a character that is no text (U+0000 or half of a surrogate pair); remove it.',
  );

/** What a contract has let pass, if its text can be kept too. */
export function readable<T>(checked: Validated<T>): Validated<T> {
  const rejection = checked.ok ? unreadableText(checked.value) : undefined;
  return rejection ? { ok: false, rejection } : checked;
}
