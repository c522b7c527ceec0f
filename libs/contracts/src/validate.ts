import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { DataValidateFunction } from 'ajv/dist/types/index.js';
import addFormatsModule from 'ajv-formats';
import type { Static, TSchema } from 'typebox';
import type { Rejection } from '@dispute/kernel';
import { findsCardNumber } from './card-number.js';
import { faultsOf } from './faults.js';
import { FORMATS } from './formats.js';

const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;
const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
addFormats(ajv);
for (const [name, check] of Object.entries(FORMATS)) ajv.addFormat(name, check);
ajv.addKeyword({
  keyword: 'x-free-text',
  type: 'string',
  schemaType: 'boolean',
  errors: true,
  compile: () => freeText(),
});

/** Text of a person: a card number, and what is no text at all, are refused. */
function freeText(): DataValidateFunction {
  const check: DataValidateFunction = (text: string) => {
    const holds = findsCardNumber(text) ? 'card_number' : /[\0\p{Surrogate}]/u.test(text) ? 'unreadable' : null;
    check.errors = holds === null ? [] : [{ keyword: 'x-free-text', params: { holds } }];
    return holds === null;
  };
  return check;
}

export type Validated<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejection: Rejection };
/** One answer has to hold them all, and a message has to carry it. */
const MOST_FAULTS = 50;
const compiled = new WeakMap<TSchema, ValidateFunction>();

/** Checks a value against its contract. A refusal says where, what and how to mend it; nothing is coerced. */
export function validate<S extends TSchema>(schema: S, value: unknown): Validated<Static<S>> {
  let check = compiled.get(schema);
  if (!check) {
    check = ajv.compile(withoutNames(schema));
    compiled.set(schema, check);
  }
  if (check(value)) return { ok: true, value: value as Static<S> };
  const errors = faultsOf(check.errors ?? []);
  const card = errors.find((error) => error.code === 'card_number');
  const shown = card ? [card] : errors.slice(0, MOST_FAULTS);
  const detail = shown.map((fault) => `${fault.pointer || '/'}: ${fault.message}`).join(' ');
  return { ok: false, rejection: { code: card ? 'CARD_NUMBER_REFUSED' : 'BAD_REQUEST_BODY', detail, errors: shown } };
}

/** A schema stands inside many others; Ajv would take its `$id` there for a second schema of that name. */
const withoutNames = (schema: TSchema): TSchema =>
  JSON.parse(JSON.stringify(schema, (key, value: unknown) => (key === '$id' ? undefined : value))) as TSchema;

/** Checks path or query parameters: their text is read as the number or boolean that the contract asks for. */
export function validateText<S extends TSchema>(
  schema: S,
  values: Readonly<Record<string, unknown>>,
): Validated<Static<S>> {
  const { properties = {} } = schema as unknown as { properties?: Record<string, { type?: string }> };
  const read = Object.entries(values).map(([name, value]) => [name, fromText(value, properties[name]?.type)]);
  return validate(schema, Object.fromEntries(read));
}

function fromText(value: unknown, type: string | undefined): unknown {
  if (typeof value !== 'string') return value;
  if (type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  return value;
}
