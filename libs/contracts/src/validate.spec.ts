import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { ActOnDispute, DenyDispute, OpenDispute, UpdateDispute } from './commands.js';
import { EXAMPLES } from './examples/index.js';
import { PUBLISHED_SCHEMAS } from './published.js';
import { ROUTES } from './routes/index.js';
import { SetTestClock } from './test-clock.js';
import { TransactionFeed } from './transaction.js';
import { validate, validateText } from './validate.js';
import { CreateWebhook, PatchWebhook } from './webhooks.js';

const example = (name: string): Record<string, unknown> => EXAMPLES[name] as Record<string, unknown>;
const opening = example('OpenDispute');
const faults = (schema: TSchema, value: unknown) => {
  const result = validate(schema, value);
  return result.ok ? [] : (result.rejection.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
};
const messages = (schema: TSchema, value: unknown) => {
  const result = validate(schema, value);
  return result.ok ? [] : (result.rejection.errors ?? []).map(({ message }) => message);
};

describe('a fault names its place and its kind', () => {
  it.each<[string, TSchema, unknown, string[]]>([
    ['no object', OpenDispute, 'x', [' wrong_type']],
    ['nothing', OpenDispute, null, [' wrong_type']],
    ['a missing field', OpenDispute, { ...opening, transaction_id: undefined }, ['/transaction_id required']],
    ['an unknown field', OpenDispute, { ...opening, 'a/b~c': 1 }, ['/a~1b~0c unknown_field']],
    ['amount 0', OpenDispute, { ...opening, disputed_amount: 0 }, ['/disputed_amount too_small']],
    ['a negative amount', OpenDispute, { ...opening, disputed_amount: -5 }, ['/disputed_amount too_small']],
    ['a fraction', OpenDispute, { ...opening, disputed_amount: 5.5 }, ['/disputed_amount wrong_type']],
    ['an amount as text', OpenDispute, { ...opening, disputed_amount: '500' }, ['/disputed_amount wrong_type']],
    ['a huge amount', OpenDispute, { ...opening, disputed_amount: 1e15 }, ['/disputed_amount too_large']],
    ['an unknown value', OpenDispute, { ...opening, payment_rail: 'WIRE' }, ['/payment_rail unknown_value']],
    [
      'an impossible day',
      OpenDispute,
      { ...opening, date_customer_reported: '2024-05-230T12:25:00Z' },
      ['/date_customer_reported wrong_format'],
    ],
    [
      'a day for a time',
      OpenDispute,
      { ...opening, date_customer_reported: '2024-05-28' },
      ['/date_customer_reported wrong_format'],
    ],
    ['a space in an id', OpenDispute, { ...opening, transaction_id: 'a b' }, ['/transaction_id wrong_format']],
    ['an empty id', OpenDispute, { ...opening, transaction_id: '' }, ['/transaction_id too_short']],
    ['a long memo', OpenDispute, { ...opening, memo: 'x'.repeat(1001) }, ['/memo too_long']],
    ['a character that is no text', OpenDispute, { ...opening, memo: 'a\0b' }, ['/memo unreadable_text']],
    ['half a surrogate pair', OpenDispute, { ...opening, memo: '\ud83d' }, ['/memo unreadable_text']],
    [
      'a wrong UUID',
      ActOnDispute,
      { ...example('ActOnDispute'), supporting_doc_id: 'x' },
      ['/supporting_doc_id wrong_format'],
    ],
    [
      'a posted transaction without its date',
      TransactionFeed,
      { ...example('TransactionFeed'), settled_at: undefined },
      ['/settled_at required'],
    ],
    [
      'a fault inside',
      TransactionFeed,
      { ...example('TransactionFeed'), merchant: { name: '' } },
      ['/merchant/name too_short'],
    ],
    [
      'an entry of a list',
      DenyDispute,
      { ...example('DenyDispute'), supporting_doc_ids: ['x'] },
      ['/supporting_doc_ids/0 wrong_format'],
    ],
    [
      'an entry twice',
      CreateWebhook,
      { url: 'https://example.com', enabled_events: ['*', '*'] },
      ['/enabled_events repeated'],
    ],
    ['an empty list', CreateWebhook, { url: 'https://example.com', enabled_events: [] }, ['/enabled_events too_few']],
    ['no URL', CreateWebhook, { url: 'example', enabled_events: ['*'] }, ['/url wrong_format']],
    ['no change at all', PatchWebhook, {}, [' empty']],
    [
      'two faults',
      OpenDispute,
      { ...opening, memo: 1, disputed_amount: 0 },
      ['/disputed_amount too_small', '/memo wrong_type'],
    ],
  ])('%s', (_, schema, value, expected) => {
    expect(faults(schema, JSON.parse(JSON.stringify(value)))).toEqual(expected);
  });

  it('lengths are in code points', () => {
    expect(faults(OpenDispute, { ...opening, memo: '💳'.repeat(1000) })).toEqual([]);
    expect(faults(OpenDispute, { ...opening, memo: '💳'.repeat(1001) })).toEqual(['/memo too_long']);
  });
});

describe('a time is what the platform reads, and nothing near it', () => {
  const at = (text: string) => faults(OpenDispute, { ...opening, date_customer_reported: text });
  it.each([
    '2024-05-28 12:25:00Z',
    '2024-05-28T12:25:00+05',
    '2024-05-28T12:25:00+0530',
    '2024-05-28T12:25:60Z',
    '2024-02-30T12:25:00Z',
    '0000-01-01T00:00:00Z',
    '1899-12-31T23:59:59Z',
    '9999-12-31T00:00:00Z',
  ])('%s is refused', (text) => expect(at(text)).toEqual(['/date_customer_reported wrong_format']));

  it.each(['2024-05-28T12:25:00Z', '2024-05-28t12:25:00.5+20:00', '1900-01-01T00:00:00Z', '2999-12-31T23:59:59Z'])(
    '%s is taken',
    (text) => expect(at(text)).toEqual([]),
  );

  it.each(['0000-01-01', '2024-02-30', '2024-05-28T00:00:00+25:00'])('as a filter, %s is refused', (text) => {
    expect(validateText(ROUTES.listDisputes.query, { from_creation_date: text })).toMatchObject({
      rejection: { errors: [{ pointer: '/from_creation_date', code: 'unmet_choice' }] },
    });
  });
});

describe('an id', () => {
  const params = ROUTES.getDispute.params;
  const ID = '018fc167-7672-729d-8d43-653518f3d939';
  it.each([ID, ID.toUpperCase()])('%s is taken', (id) => expect(faults(params, { dispute_id: id })).toEqual([]));
  it.each([`urn:uuid:${ID}`, `{${ID}}`, ID.replaceAll('-', ''), '-'.repeat(36)])('%s is refused', (id) => {
    expect(faults(params, { dispute_id: id })).toEqual(['/dispute_id wrong_format']);
  });
});

describe('an answer stays short', () => {
  it('however much is wrong', () => {
    const much = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`field${n}`, n]));
    expect(faults(OpenDispute, { ...opening, ...much })).toHaveLength(50);
    expect(JSON.stringify(validate(OpenDispute, { ...opening, ['x'.repeat(100_000)]: 1 })).length).toBeLessThan(2000);
  });

  it('and a card number is still the one fault that is told', () => {
    const much = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`field${n}`, n]));
    expect(validate(OpenDispute, { ...opening, ...much, memo: '4111111111111111' })).toMatchObject({
      rejection: { code: 'CARD_NUMBER_REFUSED' },
    });
  });
});

describe('a choice is one sentence', () => {
  it.each([{}, { status: 'CLOSED', network_eligibility_override: true, network_eligibility_override_reason: 'x' }])(
    '%j',
    (value) => {
      expect(messages(UpdateDispute, value)).toEqual([
        'Send exactly one change: "status", "network_eligibility_override" with its reason, or "notices_sent".',
      ]);
    },
  );

  it('and says what belongs to what', () => {
    expect(messages(UpdateDispute, { network_eligibility_override: true })).toEqual([
      '"network_eligibility_override_reason" is missing; send it, because "network_eligibility_override" is given.',
    ]);
    expect(messages(SetTestClock, { now: '2024-05-28T00:00:00Z', advance_days: 1 })).toEqual([
      'Send exactly one of "now" and "advance_days".',
    ]);
  });
});

describe('card numbers', () => {
  it('are the only fault that is told where there is one', () => {
    const result = validate(OpenDispute, { ...opening, memo: 'my card is 4111111111111111', extra: 1 });
    expect(result).toMatchObject({
      ok: false,
      rejection: { code: 'CARD_NUMBER_REFUSED', errors: [{ pointer: '/memo', code: 'card_number' }] },
    });
  });

  it('are not repeated in the answer', () => {
    expect(JSON.stringify(validate(OpenDispute, { ...opening, memo: '4111111111111111' }))).not.toContain('4111');
  });

  it('may look like a typed id', () => {
    expect(validate(OpenDispute, { ...opening, transaction_id: '4111111111111111' }).ok).toBe(true);
  });
});

describe('query text', () => {
  const query = ROUTES.listDisputes.query;
  it('is read as what the contract asks for', () => {
    expect(validateText(query, { limit: '100', status: 'OPEN' })).toEqual({
      ok: true,
      value: { limit: 100, status: 'OPEN' },
    });
  });
  it.each([
    ['limit', '101', 'too_large'],
    ['limit', '0', 'too_small'],
    ['limit', 'ten', 'wrong_type'],
    ['limit', ['1', '2'], 'wrong_type'],
    ['from_creation_date', 'yesterday', 'unmet_choice'],
    ['order', 'asc', 'unknown_field'],
  ])('%s=%s is refused', (name, text, code) => {
    expect(validateText(query, { [name]: text })).toMatchObject({
      rejection: { errors: [{ pointer: `/${name}`, code }] },
    });
  });
});

describe('any input', () => {
  const schemas = Object.entries(PUBLISHED_SCHEMAS).filter(([name]) => name in EXAMPLES);
  it('is taken as it is or refused with a remedy, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.constantFrom(...schemas), fc.jsonValue(), ([, schema], value) => {
        const before = JSON.stringify(value);
        const result = validate(schema, value);
        if (result.ok) expect(JSON.stringify(result.value)).toBe(before);
        else expect(result.rejection.errors?.every(({ message }) => message.length > 10)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('with one field of an example spoilt is refused at that field', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(opening)), fc.constantFrom(null, [], {}, true), (field, spoilt) => {
        const found = faults(OpenDispute, { ...opening, [field]: spoilt });
        expect(found).toHaveLength(1);
        expect(found[0]).toMatch(new RegExp(`^/${field} (wrong_type|unknown_value)$`));
      }),
    );
  });
});
