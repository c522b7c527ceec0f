/** A JSON Schema as data; TypeBox's schemas are such objects. */
export type Json = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a schema by its name is to be found. */
export type Reference = (name: string) => string;

/**
 * Takes a schema apart: each part that has a name (`$id`) becomes a reference, and is handed to `named` once.
 * @returns the schema itself, without its own name
 */
export function flatten(schema: unknown, reference: Reference, named: (name: string, part: Json) => void): unknown {
  if (Array.isArray(schema)) return schema.map((part) => linked(part, reference, named));
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).filter(([key]) => key !== '$id');
  return Object.fromEntries(entries.map(([key, part]) => [key, linked(part, reference, named)]));
}

function linked(part: unknown, reference: Reference, named: (name: string, part: Json) => void): unknown {
  if (!isObject(part) || typeof part.$id !== 'string') return flatten(part, reference, named);
  named(part.$id, part);
  return { $ref: reference(part.$id) };
}

/** Every named schema that a set of schemas is made of, each with its parts as references. */
export function components(schemas: Readonly<Record<string, unknown>>, reference: Reference): Record<string, Json> {
  const found = new Map<string, Json>();
  const add = (name: string, schema: unknown): void => {
    if (found.has(name)) return;
    found.set(name, {});
    found.set(name, flatten(schema, reference, add) as Json);
  };
  for (const [name, schema] of Object.entries(schemas)) add(name, schema);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
