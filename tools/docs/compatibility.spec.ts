import { describe, expect, it } from '@jest/globals';
import { Dispute, OpenDispute } from '@dispute/contracts';
import { breaksOf } from './compatibility.ts';

interface Schema {
  description?: string;
  required?: string[];
  additionalProperties?: boolean;
  properties: Record<string, Record<string, unknown>>;
}
const schemaOf = (contract: object): Schema => JSON.parse(JSON.stringify(contract)) as Schema;
const field = (schema: Schema, name: string): Record<string, unknown> => {
  const found = schema.properties[name];
  if (!found) throw new Error(name);
  return found;
};

/** What a change of the published opening (or of the dispute) would break. */
function planted(change: (schema: Schema) => void, contract: object = OpenDispute): string[] {
  const after = schemaOf(contract);
  change(after);
  return breaksOf(schemaOf(contract), after, 'X');
}

describe('a published schema may', () => {
  it.each<[string, (schema: Schema) => void]>([
    ['stay as it is', () => undefined],
    ['gain an optional field', (s) => (s.properties['channel'] = { type: 'string' })],
    ['gain an optional field with the name of a keyword', (s) => (s.properties['required'] = { type: 'string' })],
    ['be described in other words', (s) => (s.description = 'Other words.')],
    ['have a field described in other words', (s) => (field(s, 'disputed_amount')['description'] = 'Other words.')],
    ['list its required fields in another order', (s) => s.required?.reverse()],
    ['list its values in another order', (s) => (field(s, 'payment_rail')['enum'] as string[]).reverse()],
  ])('%s', (_, change) => expect(planted(change)).toEqual([]));

  it('gain an alternative that asks for nothing but new fields', () => {
    const way = (name: string) => ({
      properties: { a: {}, b: {}, [name]: {} },
      oneOf: [{ required: ['a'] }, { required: [name] }],
    });
    const before = { properties: { a: {}, b: {} }, oneOf: [{ required: ['a'] }] };
    expect(breaksOf(before, way('c'))).toEqual([]);
    expect(breaksOf(before, way('b'))).toHaveLength(1);
  });

  it('gain an optional field deep inside', () => {
    const grow = (s: Schema): void => {
      (field(s, 'network_eligibility')['properties'] as Record<string, unknown>)['is_tokenised'] = { type: 'boolean' };
    };
    expect(planted(grow, Dispute)).toEqual([]);
  });
});

describe('a published schema may not', () => {
  it.each<[string, (schema: Schema) => void, string]>([
    ['lose a field', (s) => delete s.properties['memo'], 'X/properties/memo: the field was removed'],
    [
      'change a type',
      (s) => (field(s, 'disputed_amount')['type'] = 'number'),
      'X/properties/disputed_amount/type: "integer" became "number"',
    ],
    ['require an old field', (s) => s.required?.push('memo'), 'X/required'],
    ['free a required field', (s) => s.required?.pop(), 'X/required'],
    [
      'gain a required field',
      (s) => ((s.properties['channel'] = { type: 'string' }), s.required?.push('channel')),
      'X/properties/channel: a required field was added',
    ],
    [
      'gain a value',
      (s) => (field(s, 'payment_rail')['enum'] as string[]).push('WIRE'),
      'X/properties/payment_rail/enum',
    ],
    ['lose a value', (s) => (field(s, 'payment_rail')['enum'] as string[]).pop(), 'X/properties/payment_rail/enum'],
    ['take less', (s) => (field(s, 'memo')['maxLength'] = 500), 'X/properties/memo/maxLength: 1000 became 500'],
    ['take more', (s) => (field(s, 'memo')['maxLength'] = 2000), 'X/properties/memo/maxLength: 1000 became 2000'],
    ['lose a check', (s) => delete field(s, 'memo')['x-free-text'], 'X/properties/memo/x-free-text: true was removed'],
    ['gain a check', (s) => (field(s, 'memo')['pattern'] = '^a'), 'X/properties/memo/pattern: "^a" was added'],
    [
      'open itself to unknown fields',
      (s) => delete s.additionalProperties,
      'X/additionalProperties: false was removed',
    ],
  ])('%s', (_, change, first) => {
    const breaks = planted(change);
    expect(breaks.length).toBeGreaterThan(0);
    expect(breaks.join('\n')).toContain(first);
  });

  it('change deep inside', () => {
    const change = (s: Schema): void => {
      const actions = field(s, 'available_actions')['items'] as Schema;
      delete actions.properties['timestamp_valid_to'];
    };
    expect(planted(change, Dispute)).toEqual([
      'X/properties/available_actions/items/properties/timestamp_valid_to: the field was removed',
    ]);
  });
});
