import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredEvent } from '@dispute/contracts';
import { ACTOR_KINDS, instantOf, SHARD_COUNT } from '@dispute/kernel';
import { readCloudEvent, toCloudEvent, type CloudEvent } from './cloud-event.js';
import { fromEventRecord, placeOfRecord, toEventRecord, UnreadableEvent } from './event-record.js';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const whole = fc.nat({ max: 2 ** 31 });
const instant = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
  .map((at) => instantOf(at.getTime()));
// JSON has no minus zero.
const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));

const storedEvent: fc.Arbitrary<StoredEvent> = fc.record({
  epoch: whole,
  shard: fc.nat({ max: SHARD_COUNT - 1 }),
  position: whole,
  stream: text,
  version: whole,
  eventId: fc.uuid(),
  tenant: text,
  type: fc.constantFrom('dispute.opened.v1', 'credit.posted.v1'),
  subject: fc.uuid(),
  schemaVersion: whole,
  occurredAt: instant,
  recordedAt: instant,
  actor: fc.record({ kind: fc.constantFrom(...ACTOR_KINDS), id: text }),
  commandId: text,
  causationId: orNull(text),
  correlationId: orNull(text),
  traceparent: orNull(text),
  commitIndex: whole,
  commitSize: whole,
  webhookSequence: orNull(whole),
  ruleVersion: orNull(text),
  calendarVersion: orNull(text),
  data: json,
});

const received = (record: { value: string | Buffer; headers: Readonly<Record<string, string>> }) => ({
  headers: record.headers,
  value: Buffer.from(record.value),
});

describe('a stored event as a message', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(storedEvent, (event) => {
        const record = toEventRecord(event, '/dispute-platform/intake');
        expect(fromEventRecord(received(record))).toEqual(event);
        expect(placeOfRecord(record)).toEqual({ epoch: event.epoch, position: event.position });
      }),
    );
  });

  it('goes to the partition of its shard, keyed by its dispute, with attribute names that CloudEvents allows', () => {
    fc.assert(
      fc.property(storedEvent, (event) => {
        const { partition, key, headers } = toEventRecord(event, '/dispute-platform/intake');
        expect({ partition, key }).toEqual({ partition: event.shard, key: event.subject });
        expect(headers['ce_source']).toBe('/dispute-platform/intake');
        for (const name of Object.keys(headers)) expect(name).toMatch(/^(ce_[a-z0-9]{1,20}|content-type|traceparent)$/);
      }),
    );
  });

  it('is refused by name where a header is missing or wrong', () => {
    const [event] = fc.sample(storedEvent, 1);
    const good = received(toEventRecord(event!, '/x'));
    const without = (name: string) =>
      ({ ...good, headers: { ...good.headers, [name]: undefined } }) as unknown as typeof good;
    const having = (name: string, value: string) => ({ ...good, headers: { ...good.headers, [name]: value } });
    expect(() => fromEventRecord(without('ce_position'))).toThrow(
      new UnreadableEvent('The header ce_position is missing.'),
    );
    expect(() => fromEventRecord(having('ce_shard', '-1'))).toThrow('The header ce_shard is no whole number: "-1".');
    expect(() => fromEventRecord(having('ce_time', 'now'))).toThrow('The header ce_time is no instant: "now".');
    expect(() => fromEventRecord(having('ce_actorkind', 'cat'))).toThrow('The header ce_actorkind is unknown: "cat".');
    expect(() => fromEventRecord({ ...good, value: Buffer.from('{') })).toThrow(/The value is no JSON/);
  });
});

describe('an event of somebody else', () => {
  const event: CloudEvent = {
    id: 'order 66',
    type: 'dispute.open.v1',
    source: '/issuer',
    time: '2024-05-28T12:25:00Z',
    subject: null,
    tenant: 'acme_sandbox',
    traceparent: null,
    data: { amount: 500 },
  };
  const good = received(toCloudEvent(event, 'txn_1'));
  const reading = (headers: Record<string, string | undefined>, value: Buffer | null = good.value) =>
    readCloudEvent({ headers: { ...good.headers, ...headers } as Record<string, string>, value });

  it('comes back as it was, with nothing sent for what is null', () => {
    expect(readCloudEvent(good)).toEqual({ ok: true, event });
    expect(Object.keys(good.headers)).not.toContain('ce_subject');
    expect(toCloudEvent(event, 'txn_1')).not.toHaveProperty('partition');
    expect(toCloudEvent(event, 'txn_1', 7)).toMatchObject({ key: 'txn_1', partition: 7 });
  });

  it('may leave out what nothing hangs on', () => {
    const spare = { ce_source: undefined, ce_time: undefined, 'content-type': undefined, ce_specversion: undefined };
    expect(reading(spare)).toMatchObject({ ok: true, event: { id: 'order 66', source: null, time: null } });
    expect(reading({ 'content-type': 'application/json; charset=utf-8' }).ok).toBe(true);
  });

  const id = 'order 66';
  const tenant = 'acme_sandbox';
  it.each([
    [{ ce_id: undefined }, { reason: 'The header ce_id is missing.', id: null, tenant }],
    [
      { ce_id: 'a\u0000b' },
      { reason: 'The header ce_id must be 1 to 255 visible ASCII characters.', id: null, tenant },
    ],
    [{ ce_id: '' }, { reason: 'The header ce_id must be 1 to 255 visible ASCII characters.', id: null, tenant }],
    [{ ce_tenant: undefined }, { reason: 'The header ce_tenant is missing.', id, tenant: null }],
    [{ ce_type: '' }, { reason: 'The header ce_type is missing.', id, tenant }],
    [{ ce_specversion: '0.3' }, { reason: 'The header ce_specversion must be 1.0.', id, tenant }],
    [
      { 'content-type': 'text/xml' },
      { reason: 'The header content-type must be application/json, not text/xml.', id, tenant },
    ],
    [
      { 'content-type': 'application/cloudevents+json' },
      {
        reason: 'It is in structured mode; send binary mode: attributes in ce_ headers, data in the value.',
        id,
        tenant,
      },
    ],
  ])('is refused with a reason: %j', (headers, refusal) => {
    expect(reading(headers)).toEqual({ ok: false, ...refusal });
  });

  it.each([null, Buffer.alloc(0), Buffer.from('{"a":'), Buffer.from([0x22, 0xff, 0x22])])(
    'needs JSON as its value: %p',
    (value) => {
      expect(reading({}, value)).toMatchObject({
        ok: false,
        id,
        tenant,
        reason: expect.stringMatching(/no value|not JSON/),
      });
    },
  );

  it('has at most 100 levels: who reads on may go down by recursion', () => {
    const levels = (n: number) => Buffer.from(`${'['.repeat(n)}${']'.repeat(n)}`);
    expect(reading({}, levels(100)).ok).toBe(true);
    for (const n of [101, 200_000]) {
      expect(reading({}, levels(n))).toEqual({
        ...{ ok: false, id, tenant },
        reason: 'The value has more than 100 levels; send a flatter document.',
      });
    }
  });
});
