import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import type { Static, TSchema } from 'typebox';
import type { InputFault, Rejection } from '@dispute/kernel';
import { findsCardNumber } from './card-number.js';

const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;
const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
addFormats(ajv);
ajv.addKeyword({
  keyword: 'x-free-text',
  type: 'string',
  schemaType: 'boolean',
  validate: (_: boolean, text: string) => !findsCardNumber(text),
});

export type Validated<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejection: Rejection };
const compiled = new WeakMap<TSchema, ValidateFunction>();

/** Checks a value against its contract. A refusal says where, what and how to mend it; nothing is coerced. */
export function validate<S extends TSchema>(schema: S, value: unknown): Validated<Static<S>> {
  let check = compiled.get(schema);
  if (!check) {
    check = ajv.compile(schema);
    compiled.set(schema, check);
  }
  if (check(value)) return { ok: true, value: value as Static<S> };
  return { ok: false, rejection: rejectionOf(check.errors ?? []) };
}

function rejectionOf(found: readonly ErrorObject[]): Rejection {
  const errors = found.filter((error) => !['if', 'anyOf'].includes(error.keyword)).map(faultOf);
  const card = errors.find((error) => error.code === 'card_number');
  const shown = card ? [card] : errors;
  return {
    code: card ? 'CARD_NUMBER_REFUSED' : 'BAD_REQUEST_BODY',
    detail: shown.map((fault) => `${fault.pointer || '/'}: ${fault.message}`).join(' '),
    errors: shown,
  };
}

function faultOf(error: ErrorObject): InputFault {
  const at = error.instancePath;
  const describe = FAULTS[error.keyword];
  return describe ? describe(error, at) : { pointer: at, code: error.keyword, message: `It ${error.message ?? 'is not valid'}.` };
}

type Describe = (error: ErrorObject, at: string) => InputFault;
const param = (error: ErrorObject, name: string): string => String((error.params as Record<string, unknown>)[name]);
const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Words for each kind of fault: what is wrong and what to send instead. */
const FAULTS: Record<string, Describe> = {
  required: (e, at) => ({
    pointer: `${at}/${escape(param(e, 'missingProperty'))}`,
    code: 'required',
    message: `"${param(e, 'missingProperty')}" is missing; send it.`,
  }),
  additionalProperties: (e, at) => ({
    pointer: `${at}/${escape(param(e, 'additionalProperty'))}`,
    code: 'unknown_field',
    message: `"${param(e, 'additionalProperty')}" is not a field of this request; leave it out.`,
  }),
  'false schema': (_, at) => ({
    pointer: at,
    code: 'conflicting_field',
    message: 'It cannot be combined with the other fields of this request; send them in separate requests.',
  }),
  type: (e, at) => ({ pointer: at, code: 'wrong_type', message: `It must be of type ${param(e, 'type')}.` }),
  enum: (e, at) => ({
    pointer: at,
    code: 'unknown_value',
    message: `It must be one of ${((e.params as { allowedValues: unknown[] }).allowedValues).join(', ')}.`,
  }),
  const: (e, at) => ({ pointer: at, code: 'unknown_value', message: `It must be ${JSON.stringify((e.params as { allowedValue: unknown }).allowedValue)}.` }),
  format: (e, at) => ({ pointer: at, code: 'wrong_format', message: FORMATS[param(e, 'format')] ?? `It must be a ${param(e, 'format')}.` }),
  minimum: (e, at) => ({ pointer: at, code: 'too_small', message: `It must be at least ${param(e, 'limit')}.` }),
  maximum: (e, at) => ({ pointer: at, code: 'too_large', message: `It must be at most ${param(e, 'limit')}.` }),
  maxLength: (e, at) => ({ pointer: at, code: 'too_long', message: `It may have at most ${param(e, 'limit')} characters; shorten it.` }),
  minLength: (e, at) => ({ pointer: at, code: 'too_short', message: `It must have at least ${param(e, 'limit')} characters.` }),
  'x-free-text': (_, at) => ({
    pointer: at,
    code: 'card_number',
    message: 'It holds what looks like a card number; remove the number (the last four digits may stay).',
  }),
};

const FORMATS: Record<string, string> = {
  uuid: 'It must be a UUID such as 018fc167-7672-729d-8d43-653518f3d939.',
  'date-time': 'It must be an RFC 3339 time such as 2024-05-28T12:25:00Z.',
  date: 'It must be a day such as 2024-05-28.',
  uri: 'It must be an absolute URL such as https://example.com/hook.',
};
