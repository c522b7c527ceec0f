import { toCloudEvent, type OutgoingRecord } from '@dispute/messaging';
import type { OutboxRow } from './outbox-table.js';

const SOURCE = '/dispute-platform/notifier';

/** A webhook as a message on `webhooks.<tenant>`: the envelope without "url" and "webhook_id", keyed by dispute. */
export function toWebhookRecord({ body, tenant, traceparent }: OutboxRow): OutgoingRecord {
  return toCloudEvent(
    {
      id: body.id,
      type: body.type,
      source: SOURCE,
      time: body.event_time,
      subject: body.resource_id,
      tenant,
      traceparent,
      data: body,
    },
    body.resource_id,
  );
}
