import { type Route, takesIfMatch } from '@dispute/contracts';
import type { Json } from './json-schema.ts';

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
}

/** Path, query and header parameters of an operation. */
export function parametersOf(route: Route): Json[] {
  return [...fieldsOf(route.params, 'path'), ...fieldsOf(route.query, 'query'), ...headersOf(route)];
}

function fieldsOf(schema: object | undefined, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as ObjectSchema;
  return Object.entries(properties).map(([name, { description, ...field }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: field,
  }));
}

function headersOf(route: Route): Json[] {
  const headers: Json[] = [];
  const add = (name: string, description: string, maxLength: number): void => {
    headers.push({ name, in: 'header', required: false, description, schema: { type: 'string', maxLength } });
  };
  if (route.idempotent) add('Idempotency-Key', 'The same key and body get the same answer, and one effect.', 255);
  if (takesIfMatch(route)) {
    add('If-Match', 'An `ETag`: refused with 412 where the dispute has changed since.', 100);
  }
  if (route.readModel) {
    add('Consistency-Token', 'Of a write: the answer waits up to 2 s until the list shows that write.', 100);
  }
  return headers;
}
