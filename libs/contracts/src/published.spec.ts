import { describe, expect, it } from '@jest/globals';
import type { TSchema } from 'typebox';
import { CHANNELS } from './channels.js';
import { EVENT_MEANINGS } from './events/meanings.js';
import { EXAMPLES } from './examples/index.js';
import { PUBLISHED_SCHEMAS } from './published.js';
import { Bytes, NoBody, type RouteSpec, ROUTES } from './routes/index.js';
import { validate } from './validate.js';

const withoutBody: readonly (TSchema | undefined)[] = [Bytes, NoBody, undefined];
const names = Object.keys(PUBLISHED_SCHEMAS).filter((name) => !withoutBody.includes(PUBLISHED_SCHEMAS[name]));

describe('published schemas', () => {
  it.each(names)('%s has an example that it accepts', (name) => {
    const schema = PUBLISHED_SCHEMAS[name];
    if (!schema) throw new Error(name);
    expect(EXAMPLES).toHaveProperty([name]);
    expect(validate(schema, EXAMPLES[name])).toEqual({ ok: true, value: EXAMPLES[name] });
  });

  it('say when each event happens', () => {
    const events = names.filter((name) => /^(dispute|network|credit|delivery)\./.test(name));
    expect(Object.keys(EVENT_MEANINGS).sort()).toEqual(events.sort());
  });

  it('have no example without a schema', () => {
    expect(Object.keys(EXAMPLES).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('name every body of every route', () => {
    const bodies = Object.values<RouteSpec>(ROUTES).flatMap((route) => [route.body, ...Object.values(route.responses)]);
    const unnamed = bodies.filter(
      (schema) => schema !== undefined && !Object.values(PUBLISHED_SCHEMAS).includes(schema),
    );
    expect(unnamed).toEqual([]);
  });

  it('give one name to one schema only', () => {
    const all = Object.values<RouteSpec>(ROUTES).flatMap((route) => [route.body, ...Object.values(route.responses)]);
    for (const { messages } of Object.values(CHANNELS)) all.push(...Object.values<TSchema>(messages));
    const clashes = all.filter((schema) => {
      const { $id: id }: { readonly $id?: string } = schema ?? {};
      return id !== undefined && PUBLISHED_SCHEMAS[id] !== schema;
    });
    expect(clashes).toEqual([]);
  });
});
