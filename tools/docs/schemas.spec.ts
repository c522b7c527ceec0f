import { describe, expect, it } from '@jest/globals';
import { PUBLISHED_SCHEMAS } from '@dispute/contracts';
import { publishedSchemas, schemaBreaks } from './schemas.ts';

const today = publishedSchemas();
const copy = (): Record<string, Record<string, unknown>> =>
  JSON.parse(JSON.stringify(today)) as Record<string, Record<string, unknown>>;

describe('published schemas', () => {
  it('are all there, with their parts and the parameters of routes', () => {
    const bodies = Object.keys(PUBLISHED_SCHEMAS).filter((name) => name !== 'Bytes' && name !== 'NoBody');
    expect(Object.keys(today)).toEqual(expect.arrayContaining([...bodies, 'NetworkCase', 'listDisputes.query']));
  });

  it('name their parts by files that exist', () => {
    const names = [...JSON.stringify(today).matchAll(/"\$ref":"\.\/([^"]+)\.json"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !(String(name) in today))).toEqual([]);
  });

  it('may be new', () => {
    const { Dispute: _, ...committed } = copy();
    expect(schemaBreaks(committed, today)).toEqual([]);
  });

  it('may not be removed', () => {
    const { Dispute: _, ...rest } = today;
    expect(schemaBreaks(copy(), rest)).toEqual(['Dispute: the schema was removed']);
  });

  it('may not change under their name', () => {
    const committed = copy();
    const opened = committed['dispute.opened.v1'] as { properties: Record<string, unknown> };
    opened.properties['settlement'] = { type: 'string' };
    expect(schemaBreaks(committed, today)).toEqual(['dispute.opened.v1/properties/settlement: the field was removed']);
  });
});
