import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StoredEvent, validate, WebhookMessage } from '@dispute/contracts';
import { TestNotifier } from '../testing/notifier.fixture.js';

let notifier: TestNotifier;
beforeAll(async () => {
  notifier = await TestNotifier.start();
});
afterAll(() => notifier.end());

async function webhooksOf(disputeId: string): Promise<WebhookMessage[]> {
  const { rows } = await notifier.query<{ body: WebhookMessage }>(
    'select body from notifier.webhook_event where dispute_id = $1 order by sequence',
    [disputeId],
  );
  return rows.map(({ body }) => body);
}

describe('a commit', () => {
  it('makes one webhook, however many events and streams it has', async () => {
    const { name } = await notifier.tenant();
    const { dispute, events } = await notifier.disputes.open(name);
    expect(events.length).toBeGreaterThan(2);
    await notifier.take(events);
    const [webhook, ...others] = await webhooksOf(dispute.id);
    expect(others).toEqual([]);
    expect(validate(WebhookMessage, webhook)).toMatchObject({ ok: true });
    expect(webhook).toMatchObject({
      ...{ type: 'DISPUTE.CREATED', sequence: 1, resource_id: dispute.id, event_time: '2024-05-28T22:48:24Z' },
      event_resource: { id: dispute.id, lifecycle_state: 'PENDING_ACTION', disputed_amount: 500 },
      event_resource_changed_fields: {},
      metadata: { tenant: name, traceparent: events[0]?.traceparent },
    });
    const own = events.filter(({ webhookSequence }) => webhookSequence !== null);
    expect(webhook).toMatchObject({ id: own[0]?.eventId, version: own.length });
  });

  it('shows the former values of the fields that it changed', async () => {
    const { name } = await notifier.tenant();
    const { dispute, events } = await notifier.disputes.open(name);
    const claimed = await notifier.disputes.act(dispute, { type: 'RecordClaim', claimId: '030964295796' });
    await notifier.take([...events, ...claimed]);
    const [, webhook] = await webhooksOf(dispute.id);
    expect(webhook).toMatchObject({ type: 'DISPUTE.UPDATED', sequence: 2 });
    expect(webhook?.event_resource.external_reference_id).toBe('030964295796');
    expect(webhook?.event_resource_changed_fields).toEqual({ external_reference_id: null });
  });

  it('is waited for when a batch ends inside it, and taken once when it comes again', async () => {
    const { name } = await notifier.tenant();
    const { dispute, events } = await notifier.disputes.open(name);
    await notifier.take(events.slice(0, 1));
    await notifier.take(events);
    await notifier.take(events.slice(1));
    expect((await webhooksOf(dispute.id)).map(({ sequence }) => sequence)).toEqual([1]);
  });
});

describe('a rebuild', () => {
  it('makes the same webhooks again and sends none', async () => {
    const { name } = await notifier.tenant();
    const { dispute, events } = await notifier.disputes.open(name);
    const claimed = await notifier.disputes.act(dispute, { type: 'RecordClaim', claimId: '030964295796' });
    await notifier.take([...events, ...claimed]);
    const before = await webhooksOf(dispute.id);
    const restored = [...events, ...claimed].map((event): StoredEvent => ({ ...event, epoch: event.epoch + 1 }));
    await notifier.query('delete from notifier.outbox where tenant = $1', [name]);
    await notifier.query('update intake.event set epoch = epoch + 1 where shard = $1', [dispute.shard]);
    await notifier.take(restored);
    expect(await webhooksOf(dispute.id)).toEqual(before);
    const { rows } = await notifier.query('select from notifier.outbox where tenant = $1', [name]);
    expect(rows).toEqual([]);
    const { rows: states } = await notifier.query('select version from notifier.dispute_state where dispute_id = $1', [
      dispute.id,
    ]);
    expect(states).toEqual([{ version: before.at(-1)?.version }]);
  });
});
