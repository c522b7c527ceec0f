import { sqlMigration } from '@dispute/app-kit';
import { eventStoreFunctions, eventStoreMigration } from '@dispute/event-store';
import { consumerMigration } from '@dispute/projections';

export const SCHEMA = 'network_gateway';

/** What the gateway keeps beside its store; all of it but the poll cursor and the unmatched can be built again. */
const desk = {
  up: [
    `create table ${SCHEMA}.claim (
      stream text collate "C" primary key,
      tenant text not null,
      shard smallint not null,
      transaction_id text not null,
      claim_id text
    )`,
    `create index claim_by_id on ${SCHEMA}.claim (claim_id)`,
    `create table ${SCHEMA}.claim_dispute (
      dispute_id uuid primary key,
      tenant text not null,
      stream text collate "C" not null
    )`,
    `create table ${SCHEMA}.open_operation (
      operation_id text primary key,
      stream text collate "C" not null,
      tenant text not null,
      shard smallint not null,
      operation text not null,
      status text not null,
      changed_at timestamptz not null default now()
    )`,
    `create index open_operation_by_stream on ${SCHEMA}.open_operation (stream)`,
    `create index open_operation_by_tenant on ${SCHEMA}.open_operation (tenant)`,
    `create table ${SCHEMA}.poll_cursor (
      queue text primary key,
      polled_until timestamptz not null
    )`,
    `create table ${SCHEMA}.look_again (
      claim_id text primary key,
      since timestamptz not null default now()
    )`,
    `create table ${SCHEMA}.unmatched (
      key text primary key,
      claim_id text not null,
      clearing_id text,
      reason text not null,
      fact json,
      announced boolean not null default false,
      seen_at timestamptz not null default now()
    )`,
    `create index unmatched_silent on ${SCHEMA}.unmatched (seen_at) where not announced`,
    `create index unmatched_by_clearing on ${SCHEMA}.unmatched (clearing_id)`,
  ],
  down: ['unmatched', 'look_again', 'poll_cursor', 'open_operation', 'claim_dispute', 'claim'].map(
    (table) => `drop table ${SCHEMA}.${table}`,
  ),
};

/** Whose a claim of the network is: said once, before anybody here takes it for its own. */
const ownership = {
  up: [
    `create table ${SCHEMA}.claim_owner (
      claim_id text primary key,
      stream text collate "C" not null
    )`,
    `insert into ${SCHEMA}.claim_owner (claim_id, stream)
     select claim_id, stream from ${SCHEMA}.claim where claim_id is not null order by stream on conflict do nothing`,
  ],
  down: [`drop table ${SCHEMA}.claim_owner`],
};

/** When a claim that waits for the network is looked at again. */
const rests = {
  up: [
    `alter table ${SCHEMA}.open_operation
      add column look_after timestamptz not null default '-infinity',
      add column rest_ms integer not null default 0`,
    `create index open_operation_due on ${SCHEMA}.open_operation (look_after)`,
  ],
  down: [`alter table ${SCHEMA}.open_operation drop column look_after, drop column rest_ms`],
};

/** Claims with open disputes are looked at now and then, whatever the queues say. */
const sweep = {
  up: [
    `alter table ${SCHEMA}.claim add column swept_at timestamptz not null default now()`,
    `alter table ${SCHEMA}.claim_dispute add column open boolean not null default true`,
    `create index claim_dispute_by_stream on ${SCHEMA}.claim_dispute (stream) where open`,
    `create index claim_to_sweep on ${SCHEMA}.claim (swept_at) where claim_id is not null`,
  ],
  down: [`alter table ${SCHEMA}.claim drop column swept_at`, `alter table ${SCHEMA}.claim_dispute drop column open`],
};

export const gatewayMigrations = [
  sqlMigration('Consumers1700000000001', consumerMigration(SCHEMA)),
  sqlMigration('EventStore1700000000002', eventStoreMigration(SCHEMA)),
  sqlMigration('Desk1700000000003', desk),
  sqlMigration('ClaimOwner1700000000004', ownership),
  sqlMigration('Rests1700000000005', rests),
  sqlMigration('Sweep1700000000006', sweep),
  sqlMigration('EventStoreFunctions1700000000009', eventStoreFunctions(SCHEMA)),
];
