import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Dispute, TestClock } from '@dispute/contracts';
import { Platform } from '../tools/demo/platform.ts';
import { WebhookReceiver } from '../tools/demo/webhook-receiver.ts';
import { Issuer, NOW } from './setup/issuer.ts';
import { newTenant, ops } from './setup/platform-under-test.ts';
import { AnotherProcess } from './setup/another-process.ts';

const DEBIT = { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' } as const;
const CREDIT = { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'CREDIT' } as const;
const DAY_MS = 86_400_000;

interface TrailEntry {
  readonly type: string;
  readonly time: string;
  readonly actor: { readonly kind: string };
}

/** Moves the clock and waits for READY. @returns how long that took, in ms */
async function pass(issuer: Issuer, body: { now: string } | { advance_days: number }): Promise<number> {
  const began = performance.now();
  await issuer.platform.expect('POST', '/v1/test_clock', body);
  await issuer.untilAtRest();
  return performance.now() - began;
}

const trail = async (issuer: Issuer, id: string): Promise<readonly TrailEntry[]> =>
  (await issuer.platform.expect<{ events: TrailEntry[] }>('GET', `/v1/disputes/${id}/events`)).events;

const acquirer = (dispute: Dispute, body: object) =>
  ops().expect('POST', `/sandbox/claims/${dispute.external_reference_id}/actions`, body);

/** A dispute whose claim the network has opened. */
async function claimed(issuer: Issuer, ...fields: Parameters<Issuer['dispute']>): Promise<Dispute> {
  const { id } = await issuer.dispute(...fields);
  await issuer.untilAtRest();
  return issuer.platform.dispute(id);
}

async function chargedBack(issuer: Issuer, card: typeof DEBIT | typeof CREDIT): Promise<Dispute> {
  const dispute = await claimed(issuer, {}, { card });
  await issuer.platform.act(dispute.id, { payment_rail: 'CARD', action: 'CHARGEBACK', state: 'CREATE' });
  await issuer.untilAtRest();
  return issuer.platform.dispute(dispute.id);
}

function inOrder(events: readonly TrailEntry[]): boolean {
  return events.every(({ time }, index) => index === 0 || time >= (events[index - 1]?.time ?? ''));
}

describe('time passes on a test clock', () => {
  it('45 days without a representment: won, the credit final, the webhook sent, nobody called anything', async () => {
    const issuer = await Issuer.arrive();
    const receiver = new WebhookReceiver();
    const { secret } = await issuer.platform.expect<{ secret: string }>('POST', '/v1/webhook_secrets', {});
    receiver.trust(secret);
    const url = await receiver.listen();
    try {
      await issuer.platform.expect('POST', '/v1/webhooks', { url, enabled_events: ['DISPUTE.*'], is_enabled: true });
      const { id } = await chargedBack(issuer, DEBIT);
      const tookMs = await pass(issuer, { advance_days: 45 });
      const dispute = await issuer.platform.dispute(id);
      expect(dispute).toMatchObject({ lifecycle_state: 'CHARGEBACK', decision: 'WON', credit_status: 'FINAL' });
      const last = receiver.of(id).at(-1)?.body.event_resource;
      expect(last).toMatchObject({ decision: 'WON', credit_status: 'FINAL' });
      const events = await trail(issuer, id);
      expect(inOrder(events)).toBe(true);
      const lapsed = events.find(({ type, actor }) => type === 'dispute.window-lapsed.v1' && actor.kind === 'clock');
      expect(lapsed?.time).toMatch(/^2024-07-12T00:00:00(\.000)?Z$/);
      const steps = new Set(events.filter(({ time }) => time > '2024-05-29').map(({ time }) => time)).size;
      process.stdout.write(`45 days, ${steps} instants with events: ${Math.round(tookMs)} ms\n`);
    } finally {
      await receiver.close();
    }
  });

  it('goes a step without anything due', async () => {
    const issuer = await Issuer.arrive();
    await claimed(issuer);
    const later = new Date(Date.parse(NOW) + 60_000 * 10).toISOString();
    const tookMs = await pass(issuer, { now: later });
    process.stdout.write(`a step of ten minutes: ${Math.round(tookMs)} ms\n`);
    expect((await issuer.platform.expect<TestClock>('GET', '/v1/test_clock')).now >= later).toBe(true);
  });

  it('a notice under Regulation E makes a credit due ten business days later', async () => {
    const issuer = await Issuer.arrive();
    await pass(issuer, { now: '2014-11-03T15:00:00Z' });
    const dispute = await issuer.dispute(
      { date_customer_reported: '2014-11-03T14:00:00Z' },
      { card: DEBIT, settled_at: '2014-10-28T00:00:00Z' },
    );
    expect(dispute.applicable_regulation).toBe('REGULATION_E');
    expect(dispute.regulatory_deadlines).toContainEqual(
      expect.objectContaining({ clock: 'REG_E_PROVISIONAL_CREDIT', due_date: '2014-11-18', status: 'RUNNING' }),
    );
  });

  it.each([
    ['REGULATION_E', DEBIT, 'PROVISIONAL'],
    ['REGULATION_Z', CREDIT, 'NONE'],
  ] as const)('lost by the clock under %s', async (regulation, card, credit) => {
    const issuer = await Issuer.arrive();
    const dispute = await chargedBack(issuer, card);
    await issuer.platform.act(dispute.id, { payment_rail: 'CARD', action: 'PROVISIONAL_CREDIT', state: 'CREATE' });
    await acquirer(dispute, { action: 'REPRESENTMENT', state: 'CREATE', network_date: '2024-05-29' });
    await issuer.untilAtRest();
    const before = await issuer.platform.dispute(dispute.id);
    expect(before).toMatchObject({ lifecycle_state: 'REPRESENTMENT', credit_status: 'PROVISIONAL' });
    await pass(issuer, { advance_days: 47 });
    const after = await issuer.platform.dispute(dispute.id);
    expect(after).toMatchObject({ applicable_regulation: regulation, decision: 'LOST', credit_status: credit });
    expect(inOrder(await trail(issuer, dispute.id))).toBe(true);
  });

  it('an acquirer’s compliance case that is withdrawn leaves everything as it was', async () => {
    const issuer = await Issuer.arrive();
    const dispute = await claimed(issuer);
    const filing = { memo: 'a memo', violation_code: 'ALL_OTHER', violation_date: '2024-05-20T00:00:00Z' };
    await acquirer(dispute, { action: 'PRE_COMPLIANCE', state: 'CREATE', ...filing });
    await issuer.untilAtRest();
    expect(await issuer.platform.dispute(dispute.id)).toMatchObject({ lifecycle_state: 'PRE_COMPLIANCE' });
    await acquirer(dispute, { action: 'PRE_COMPLIANCE', state: 'REVERSE' });
    await issuer.untilAtRest();
    const after = await issuer.platform.dispute(dispute.id);
    expect(after).toMatchObject({ lifecycle_state: 'PENDING_ACTION', decision: 'ONGOING', credit_status: 'NONE' });
  });

  it('another tenant’s traffic does not hold it back', async () => {
    const [issuer, other] = await Promise.all([Issuer.arrive(), Issuer.arrive()]);
    await claimed(issuer);
    let opened = 0;
    let going = true;
    const traffic = async () => {
      for (; going; opened++) {
        await other.dispute();
        await delay(100);
      }
    };
    const busy = traffic();
    const tookMs = await pass(issuer, { advance_days: 5 }).finally(() => (going = false));
    await busy;
    process.stdout.write(`5 days beside ${opened} openings of another tenant: ${Math.round(tookMs)} ms\n`);
    expect(opened).toBeGreaterThan(0);
  });

  it('runs forward only, once there is a dispute', async () => {
    const issuer = await Issuer.arrive();
    await issuer.dispute();
    const back = await issuer.platform.ask('POST', '/v1/test_clock', { now: '2024-05-27T00:00:00Z' });
    expect(back).toMatchObject({ status: 409, body: { code: 'CLOCK_BACKWARDS' } });
  });

  it('two moves in a row add up', async () => {
    const issuer = await Issuer.arrive();
    await claimed(issuer);
    await issuer.platform.expect('POST', '/v1/test_clock', { advance_days: 1 });
    await pass(issuer, { advance_days: 1 });
    const { now } = await issuer.platform.expect<TestClock>('GET', '/v1/test_clock');
    expect(Date.parse(now)).toBeGreaterThanOrEqual(Date.parse(NOW) + 2 * DAY_MS);
  });

  it('moves once for one idempotency key, however often it is sent', async () => {
    const issuer = await Issuer.arrive();
    await claimed(issuer);
    const headers = { 'idempotency-key': 'one-day-later' };
    for (let sent = 0; sent < 3; sent++) {
      await issuer.platform.expect('POST', '/v1/test_clock', { advance_days: 1 }, headers);
      await issuer.untilAtRest();
    }
    const { now } = await issuer.platform.expect<TestClock>('GET', '/v1/test_clock');
    expect(Math.floor((Date.parse(now) - Date.parse(NOW)) / DAY_MS)).toBe(1);
    const other = await issuer.platform.ask<{ code: string }>('POST', '/v1/test_clock', { advance_days: 2 }, headers);
    expect(other.body.code).toBe('IDEMPOTENCY_INVALID_REUSE');
  });

  it('is not for live tenants', async () => {
    const { platform } = await newTenant('LIVE');
    expect(await platform.ask('GET', '/v1/test_clock')).toMatchObject({ status: 403 });
    expect(await platform.ask('POST', '/v1/test_clock', { advance_days: 1 })).toMatchObject({ status: 403 });
  });
});

describe('two processes of intake', () => {
  let second: AnotherProcess;
  beforeAll(async () => {
    second = await AnotherProcess.start('intake');
  });
  afterAll(() => second.end());

  it('open one of 50 identical disputes; the others name it', async () => {
    const issuer = await Issuer.arrive();
    const { transaction_id: id } = await issuer.feed();
    const doors = [issuer.platform, new Platform(second.url, issuer.platform.token)];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        (doors[n % 2] as Platform).ask<{ id?: string; code?: string; existing_id?: string }>(
          'POST',
          '/v1/disputes',
          issuer.opening(id),
        ),
      ),
    );
    const [opened, ...more] = answers.filter(({ status }) => status === 201);
    expect(more).toEqual([]);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(49);
    for (const { status, body } of refused) {
      expect({ status, ...body }).toMatchObject({
        status: 409,
        code: 'DUPLICATE_RESOURCE',
        existing_id: opened?.body.id,
      });
    }
  });
});
