import { Bytes, NoBody, PUBLISHED_SCHEMAS, type RouteSpec, ROUTES } from '@dispute/contracts';
import { breaksOf } from './compatibility.ts';
import { components, type Json } from './json-schema.ts';

/** Every schema that others rely on by its name, each naming its parts by their files; parameters of routes too. */
export function publishedSchemas(): Record<string, Json> {
  const parameters = Object.entries<RouteSpec>(ROUTES).flatMap(([id, route]) =>
    (['params', 'query'] as const).flatMap((part) => (route[part] ? [[`${id}.${part}`, route[part]] as const] : [])),
  );
  const bodies = Object.entries(PUBLISHED_SCHEMAS).filter(([, schema]) => schema !== Bytes && schema !== NoBody);
  return components(Object.fromEntries([...bodies, ...parameters]), (name) => `./${name}.json`);
}

/**
 * What the schemas of today would break for those who rely on the committed ones.
 * @param committed by name; a schema that is not among them is new, and free
 */
export function schemaBreaks(
  committed: Readonly<Record<string, unknown>>,
  today: Readonly<Record<string, Json>>,
): string[] {
  return Object.entries(committed).flatMap(([name, before]) => {
    const after = today[name];
    if (!after) return [`${name}: the schema was removed`];
    return breaksOf(before, JSON.parse(JSON.stringify(after)), name);
  });
}
