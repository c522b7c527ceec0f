import type { PoolClient } from 'pg';
import type { DeliveryEvent, DeliveryEventData, Stored, StoredEvent } from '@dispute/contracts';
import { keyOfStream, type DeliveryKey } from './delivery-key.js';

/** Keeps the work table `delivery` as the delivery streams say. */
export async function projectDeliveries(events: readonly StoredEvent[], tx: PoolClient): Promise<void> {
  for (const event of events) await projectOne(event as Stored<DeliveryEvent>, keyOfStream(event.stream), tx);
}

async function projectOne(event: Stored<DeliveryEvent>, key: DeliveryKey, tx: PoolClient): Promise<void> {
  switch (event.type) {
    case 'delivery.scheduled.v1':
      return schedule(event.data, event.recordedAt, key, tx);
    case 'delivery.attempted.v1':
      return noteAttempt(event.data, event.occurredAt, key, tx);
    case 'delivery.delivered.v1':
      return settle('SUCCESS', key, tx);
    case 'delivery.given-up.v1':
      return settle('FAILED', key, tx);
    case 'delivery.resend-requested.v1':
      return makeDue(event.recordedAt, key, tx);
  }
}

const ofKey = ({ tenant, shard, endpointId, eventId }: DeliveryKey): unknown[] => [tenant, shard, endpointId, eventId];
const WHERE_KEY = 'tenant = $1 and shard = $2 and endpoint_id = $3 and event_id = $4';

/** The first of its dispute is due at once, a later one when those before it are settled. */
async function schedule(
  data: DeliveryEventData['delivery.scheduled.v1'],
  at: string,
  key: DeliveryKey,
  tx: PoolClient,
): Promise<void> {
  await tx.query({
    name: 'delivery-scheduled',
    text: `insert into notifier.delivery
             (tenant, shard, endpoint_id, event_id, dispute_id, sequence, status, scheduled_at, next_attempt_at)
           values ($1, $2, $3, $4, $5, $6, 'PENDING', $7,
             case when exists (select from notifier.delivery
                                where tenant = $1 and shard = $2 and endpoint_id = $3 and dispute_id = $5 and not settled)
                  then null else $7::timestamptz end)
           on conflict do nothing`,
    values: [...ofKey(key), data.dispute_id, data.sequence, at],
  });
}

async function noteAttempt(
  data: DeliveryEventData['delivery.attempted.v1'],
  at: string,
  key: DeliveryKey,
  tx: PoolClient,
): Promise<void> {
  await tx.query({
    name: 'delivery-attempted',
    text: `update notifier.delivery
              set attempts = $5, last_attempt_time = $6, last_outcome = $7, last_response_status = $8,
                  status = 'RETRYING', next_attempt_at = $9
            where ${WHERE_KEY}`,
    values: [...ofKey(key), data.attempt, at, data.outcome, data.http_status ?? null, data.next_attempt_at ?? null],
  });
}

/** Delivered or given up: the next of the same dispute and endpoint becomes due. */
async function settle(status: 'SUCCESS' | 'FAILED', key: DeliveryKey, tx: PoolClient): Promise<void> {
  await tx.query({
    name: 'delivery-settled',
    text: `update notifier.delivery set status = $5, settled = true, next_attempt_at = null where ${WHERE_KEY}`,
    values: [...ofKey(key), status],
  });
  await tx.query({
    name: 'delivery-next',
    text: `update notifier.delivery waiting set next_attempt_at = clock_timestamp()
             from (select tenant, shard, endpoint_id, dispute_id from notifier.delivery where ${WHERE_KEY}) done
            where (waiting.tenant, waiting.shard, waiting.endpoint_id, waiting.dispute_id)
                = (done.tenant, done.shard, done.endpoint_id, done.dispute_id)
              and not waiting.settled and waiting.next_attempt_at is null
              and waiting.sequence = (select min(sequence) from notifier.delivery first
                                       where (first.tenant, first.shard, first.endpoint_id, first.dispute_id)
                                           = (done.tenant, done.shard, done.endpoint_id, done.dispute_id) and not first.settled)`,
    values: ofKey(key),
  });
}

async function makeDue(at: string, key: DeliveryKey, tx: PoolClient): Promise<void> {
  await tx.query(`update notifier.delivery set next_attempt_at = $5, status = 'RETRYING' where ${WHERE_KEY}`, [
    ...ofKey(key),
    at,
  ]);
}
