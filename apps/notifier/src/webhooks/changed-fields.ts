import { isDeepStrictEqual } from 'node:util';

/** Values that changed top-level fields had before; null where a field was absent. */
export function changedFields(before: object | null, after: object): Record<string, unknown> {
  if (before === null) return {};
  const was = before as Record<string, unknown>;
  const is = after as Record<string, unknown>;
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(was[name], is[name]));
  return Object.fromEntries(changed.map((name) => [name, was[name] ?? null]));
}
