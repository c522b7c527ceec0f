import type { Static, TSchema } from 'typebox';

/** A named example of a schema; the compiler checks it against the schema's type, a spec against the schema itself. */
export type Example = readonly [name: string, value: unknown];

export const exampleOf = <S extends TSchema & { readonly $id?: string }>(schema: S, value: Static<S>): Example => {
  if (!schema.$id) throw new Error('an example needs a schema with an $id');
  return [schema.$id, value];
};
