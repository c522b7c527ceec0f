import type { ErrorObject } from 'ajv/dist/2020.js';
import type { InputFault } from '@dispute/kernel';

const LONGEST_NAME = 200;

/** What Ajv found, as the caller reads it: where (JSON pointer), a stable code, and what to send instead. */
export function faultsOf(found: readonly ErrorObject[]): InputFault[] {
  const spoken = found.filter((error) => sentenceOf(error) !== undefined);
  const covered = (error: ErrorObject) =>
    spoken.some((whole) => isInside(whole, error)) || (SILENT.has(error.keyword) && !spoken.includes(error));
  return onePerPlace(found.filter((error) => !covered(error)).map(faultOf));
}

/** Of several faults of one value the one that helps most: a list of values says more than "text in quotes". */
function onePerPlace(faults: readonly InputFault[]): InputFault[] {
  const best = new Map<string, InputFault>();
  for (const fault of faults) {
    if (!best.has(fault.pointer) || fault.code === 'unknown_value') best.set(fault.pointer, fault);
  }
  return [...best.values()];
}

/** These only say that something inside them failed. */
const SILENT = new Set(['if', 'anyOf', 'oneOf', 'allOf']);

/** A schema's own sentence (`x-fault`) for a choice that was not met; it stands for the faults of every branch. */
function sentenceOf(error: ErrorObject): string | undefined {
  if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') return undefined;
  const sentence: unknown = error.parentSchema?.['x-fault'];
  return typeof sentence === 'string' ? sentence : undefined;
}

const isInside = (whole: ErrorObject, part: ErrorObject): boolean =>
  part.instancePath.startsWith(whole.instancePath) && part.schemaPath.startsWith(`${whole.schemaPath}/`);

function faultOf(error: ErrorObject): InputFault {
  const sentence = sentenceOf(error);
  if (sentence) return { pointer: error.instancePath, code: 'unmet_choice', message: sentence };
  const describe = WORDS[error.keyword];
  if (describe) return { pointer: error.instancePath, ...describe(error) };
  return { pointer: error.instancePath, code: error.keyword, message: `It ${error.message ?? 'is not valid'}.` };
}

type Words = Pick<InputFault, 'code' | 'message'> & Partial<Pick<InputFault, 'pointer'>>;
const param = (error: ErrorObject, name: string): unknown => (error.params as Record<string, unknown>)[name];
const member = (error: ErrorObject, name: string): string =>
  `${error.instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
/** What somebody made up may be as long as a message. */
const shortened = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME).toWellFormed()}…` : name;
const limit = (error: ErrorObject): string => Number(param(error, 'limit')).toLocaleString('en-US');

function missing(error: ErrorObject): Words {
  const name = String(param(error, 'missingProperty'));
  const because = param(error, 'property');
  const reason = typeof because === 'string' ? `, because "${because}" is given` : '';
  return { pointer: member(error, name), code: 'required', message: `"${name}" is missing; send it${reason}.` };
}

function unknownField(error: ErrorObject): Words {
  const name = shortened(String(param(error, 'additionalProperty')));
  const message = `"${name}" is not a field of this request; leave it out.`;
  return { pointer: member(error, name), code: 'unknown_field', message };
}

function wrongForm(error: ErrorObject): Words {
  const { description } = (error.parentSchema ?? {}) as { description?: string };
  return {
    code: 'wrong_format',
    message: `It has not the right form. ${description ?? `Match ${String(param(error, 'pattern'))}.`}`,
  };
}

const TYPES: Record<string, string> = {
  integer: 'It must be a whole number, without quotes.',
  number: 'It must be a number, without quotes.',
  string: 'It must be text in quotes.',
  boolean: 'It must be true or false, without quotes.',
  object: 'It must be a JSON object.',
  array: 'It must be a JSON array.',
};

const FORMATS: Record<string, string> = {
  uuid: 'It must be a UUID such as 018fc167-7672-729d-8d43-653518f3d939.',
  'date-time': 'It must be an RFC 3339 time such as 2024-05-28T12:25:00Z, in the years 1900 to 2999.',
  date: 'It must be a day such as 2024-05-28, in the years 1900 to 2999.',
  uri: 'It must be an absolute URL such as https://example.com/hook.',
};

/** Words for each keyword: what is wrong, and what to send instead. */
const WORDS: Record<string, (error: ErrorObject) => Words> = {
  required: missing,
  dependentRequired: missing,
  additionalProperties: unknownField,
  pattern: wrongForm,
  type: (e) => ({ code: 'wrong_type', message: TYPES[String(param(e, 'type'))] ?? 'It is of the wrong type.' }),
  enum: (e) => ({
    code: 'unknown_value',
    message: `It must be one of ${(param(e, 'allowedValues') as readonly unknown[]).join(', ')}.`,
  }),
  const: (e) => ({ code: 'unknown_value', message: `It must be ${JSON.stringify(param(e, 'allowedValue'))}.` }),
  format: (e) => {
    const format = String(param(e, 'format'));
    return { code: 'wrong_format', message: FORMATS[format] ?? `It must be a ${format}.` };
  },
  minimum: (e) => ({ code: 'too_small', message: `It must be at least ${limit(e)}.` }),
  maximum: (e) => ({ code: 'too_large', message: `It must be at most ${limit(e)}.` }),
  maxLength: (e) => ({ code: 'too_long', message: `It may have at most ${limit(e)} characters; shorten it.` }),
  minLength: (e) => ({
    code: 'too_short',
    message: `It must have at least ${limit(e)} ${param(e, 'limit') === 1 ? 'character' : 'characters'}.`,
  }),
  maxItems: (e) => ({ code: 'too_many', message: `It may have at most ${limit(e)} entries.` }),
  minItems: (e) => ({
    code: 'too_few',
    message: `It must have at least ${limit(e)} ${param(e, 'limit') === 1 ? 'entry' : 'entries'}.`,
  }),
  minProperties: () => ({ code: 'empty', message: 'It says nothing; send at least one field.' }),
  uniqueItems: () => ({ code: 'repeated', message: 'It holds the same entry twice; name each once.' }),
  'x-free-text': (e) =>
    FREE_TEXT[String(param(e, 'holds'))] ?? { code: 'wrong_format', message: 'It is not plain text.' },
};

const FREE_TEXT: Record<string, Words> = {
  card_number: {
    code: 'card_number',
    message: 'It holds what looks like a card number; remove the number (the last four digits may stay).',
  },
  unreadable: {
    code: 'unreadable_text',
    message: 'It holds a character that is no text (U+0000 or half of a surrogate pair); remove it.',
  },
};
