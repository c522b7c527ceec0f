import { sqlMigration } from '@dispute/app-kit';

/** What the notifier folds out of `dispute.events`, and what still has to leave: rebuildable. */
export const webhookTables = sqlMigration('WebhookTables1700000000003', {
  up: [
    `create table notifier.dispute_state (
      tenant text not null,
      shard smallint not null,
      dispute_id text not null,
      version integer not null,
      state json not null,
      announced json,
      primary key (tenant, shard, dispute_id)
    )`,
    `create table notifier.webhook_event (
      tenant text not null,
      shard smallint not null,
      id uuid not null,
      dispute_id text not null,
      sequence integer not null,
      position bigint not null,
      type text not null,
      body json not null,
      traceparent text,
      primary key (tenant, shard, id)
    )`,
    `create table notifier.outbox (
      channel text not null check (channel in ('kafka', 'http')),
      shard smallint not null,
      position bigint not null,
      tenant text not null,
      id uuid not null,
      primary key (channel, shard, position, tenant, id)
    )`,
    `create index outbox_of_tenant on notifier.outbox (tenant)`,
  ],
  down: ['drop table notifier.outbox', 'drop table notifier.webhook_event', 'drop table notifier.dispute_state'],
});
