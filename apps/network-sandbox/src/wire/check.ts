import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import type { Static, TSchema } from 'typebox';
import { type ErrorDetail, invalid } from './mastercom-error.js';

const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
const compiled = new WeakMap<TSchema, ValidateFunction>();

/** A body by its schema; nothing is coerced, unknown fields are let be. Faults name their fields in Details. */
export function checkedBody<S extends TSchema>(schema: S, body: unknown): Static<S> {
  if (body === undefined) throw invalid('The body must be JSON.');
  const check = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, check);
  if (check(body)) return body as Static<S>;
  const details = (check.errors ?? []).map(detailOf);
  const text = details.map(({ Name, Value }) => `${Name} ${Value}`).join('; ');
  throw invalid(`Invalid request: ${text}.`, details);
}

function detailOf(error: ErrorObject): ErrorDetail {
  const missing = error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : '';
  const allowed = error.keyword === 'enum' ? `: ${(error.params['allowedValues'] as unknown[]).join(', ')}` : '';
  return {
    Name: `${error.instancePath}${missing}`.slice(1).replaceAll('/', '.') || 'body',
    Value: missing ? 'is required' : `${error.message ?? 'is not valid'}${allowed}`,
  };
}
