import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json } from './json-schema.ts';

/** Words about a schema, which may change at any time. */
const WORDS = new Set(['description', 'title', 'examples', '$comment', 'x-fault']);
/** Lists whose order says nothing. */
const SETS = new Set(['required', 'enum']);

/**
 * What a change of a published schema breaks: everything but a new optional field does.
 * @returns one sentence per break, each with the place in the schema; empty where the change is allowed
 */
export function breaksOf(before: unknown, after: unknown, at = ''): string[] {
  if (Array.isArray(before) && Array.isArray(after)) return breaksOfList(before, after, at);
  if (!isObject(before) || !isObject(after)) {
    return isDeepStrictEqual(before, after) ? [] : [`${at}: ${shown(before)} became ${shown(after)}`];
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)].filter((key) => !WORDS.has(key)));
  return [...keys].flatMap((key) => breaksOfKeyword(key, before, after, `${at}/${key}`));
}

function breaksOfKeyword(key: string, before: Json, after: Json, at: string): string[] {
  if (key === 'properties') return breaksOfFields(before, after, at);
  if (!(key in before)) return [`${at}: ${shown(after[key])} was added`];
  if (!(key in after)) return [`${at}: ${shown(before[key])} was removed`];
  if (key === 'oneOf' && isOneMoreWay(before, after)) return [];
  if (SETS.has(key)) return breaksOf(sorted(before[key]), sorted(after[key]), at);
  return breaksOf(before[key], after[key], at);
}

/** An alternative that asks for nothing but new fields: what fitted the old schema still fits in exactly one way. */
function isOneMoreWay(before: Json, after: Json): boolean {
  const [old, now] = [before.oneOf, after.oneOf];
  if (!Array.isArray(old) || !Array.isArray(now) || !isDeepStrictEqual(old, now.slice(0, old.length))) return false;
  return now.slice(old.length).every((added: unknown) => {
    if (!isObject(added) || !isDeepStrictEqual(Object.keys(added), ['required'])) return false;
    const names = added.required;
    return Array.isArray(names) && names.every((name) => typeof name === 'string' && !(name in fields(before)));
  });
}

/** The fields of an object: old ones stay as they are, new ones are optional. */
function breaksOfFields(before: Json, after: Json, at: string): string[] {
  const [old, now] = [fields(before), fields(after)];
  return Object.keys({ ...old, ...now }).flatMap((name) => {
    if (!(name in old)) return isRequired(after, name) ? [`${at}/${name}: a required field was added`] : [];
    return name in now ? breaksOf(old[name], now[name], `${at}/${name}`) : [`${at}/${name}: the field was removed`];
  });
}

function breaksOfList(before: readonly unknown[], after: readonly unknown[], at: string): string[] {
  if (before.length !== after.length) return [`${at}: ${shown(before)} became ${shown(after)}`];
  return before.flatMap((part, index) => breaksOf(part, after[index], `${at}/${index}`));
}

const fields = (schema: Json): Json => (isObject(schema.properties) ? schema.properties : {});
const isRequired = (schema: Json, name: string): boolean =>
  Array.isArray(schema.required) && schema.required.includes(name);
const sorted = (list: unknown): unknown => (Array.isArray(list) ? (list as unknown[]).map(String).sort() : list);

function shown(part: unknown): string {
  const text = JSON.stringify(part) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
