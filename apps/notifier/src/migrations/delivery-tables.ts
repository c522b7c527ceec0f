import { sqlMigration } from '@dispute/app-kit';

/** Work and history of deliveries: a projection of the delivery streams. */
export const deliveryTables = sqlMigration('DeliveryTables1700000000004', {
  up: [
    `create table notifier.delivery (
      tenant text not null,
      shard smallint not null,
      endpoint_id uuid not null,
      event_id uuid not null,
      dispute_id text not null,
      sequence integer not null,
      status text not null check (status in ('PENDING', 'SUCCESS', 'RETRYING', 'FAILED')),
      settled boolean not null default false,
      attempts integer not null default 0,
      next_attempt_at timestamptz,
      scheduled_at timestamptz not null,
      last_attempt_time text,
      last_response_status integer,
      last_outcome text,
      primary key (tenant, shard, endpoint_id, event_id)
    )`,
    `comment on column notifier.delivery.settled is 'delivered or given up at least once: it no longer holds up the later ones of its dispute'`,
    `comment on column notifier.delivery.next_attempt_at is 'null while an earlier delivery of the dispute to the endpoint is unsettled, and when there is nothing left to do'`,
    `create index delivery_due on notifier.delivery (tenant, endpoint_id, next_attempt_at) where next_attempt_at is not null`,
    `create index delivery_queue on notifier.delivery (tenant, shard, endpoint_id, dispute_id, sequence) where not settled`,
    `create index delivery_history on notifier.delivery (tenant, endpoint_id, scheduled_at, event_id)`,
  ],
  down: ['drop table notifier.delivery'],
});
