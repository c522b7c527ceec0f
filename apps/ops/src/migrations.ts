import { idempotencyMigration, sqlMigration } from '@dispute/app-kit';
import { consumerMigration } from '@dispute/projections';

export const SCHEMA = 'ops';

/** Tables of a version are made like these two, which stay empty. A change of shape changes them, and a new version is built. */
const TEMPLATES = [
  `create table ${SCHEMA}.dispute_template (
    shard smallint not null,
    tenant text not null,
    dispute_id uuid not null,
    version int not null,
    state text not null,
    transaction_id text not null,
    account_id text not null,
    payment_rail text not null,
    status text not null,
    decision text not null,
    lifecycle_state text not null,
    credit_status text not null,
    disputed_amount bigint not null,
    currency text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    queue text not null,
    next_clock text,
    next_due timestamptz,
    reserved_at bigint not null,
    exceeds boolean not null,
    primary key (shard, tenant, dispute_id)
  )`,
  `create index on ${SCHEMA}.dispute_template (tenant, created_at desc, dispute_id desc)`,
  `create index on ${SCHEMA}.dispute_template (created_at desc, dispute_id desc)`,
  `create index on ${SCHEMA}.dispute_template (tenant, transaction_id)`,
  `create index on ${SCHEMA}.dispute_template (tenant, account_id)`,
  `create index on ${SCHEMA}.dispute_template (queue, next_due) where queue <> ''`,
  `create table ${SCHEMA}.unmatched_fact_template (
    shard smallint not null,
    position bigint not null,
    tenant text not null,
    dispute_id uuid not null,
    occurred_at timestamptz not null,
    reason text not null,
    fact json not null,
    primary key (shard, position, tenant)
  )`,
];

const VERSIONS = [
  `create table ${SCHEMA}.list_version (
    version integer primary key,
    state text not null check (state in ('BUILDING', 'ACTIVE', 'STANDBY')),
    made_at timestamptz not null default clock_timestamp(),
    switched_at timestamptz
  )`,
  // A number that was dropped is never given again: processes may still know of it.
  `create sequence ${SCHEMA}.list_version_number as integer start 2`,
  `create unique index list_version_active on ${SCHEMA}.list_version (state) where state <> 'STANDBY'`,
  `create function ${SCHEMA}.make_list_version(n integer) returns void language plpgsql as $make$
  begin
    execute format('create table ${SCHEMA}.dispute_v%s (like ${SCHEMA}.dispute_template including all)', n);
    execute format('create table ${SCHEMA}.unmatched_fact_v%s (like ${SCHEMA}.unmatched_fact_template including all)', n);
  end $make$`,
  // Whoever reads goes through these views: they change together, in the transaction of a switch.
  `create function ${SCHEMA}.show_list_version(n integer) returns void language plpgsql as $show$
  begin
    execute format('create or replace view ${SCHEMA}.dispute_list as select * from ${SCHEMA}.dispute_v%s', n);
    execute format('create or replace view ${SCHEMA}.unmatched_fact_list as select * from ${SCHEMA}.unmatched_fact_v%s', n);
  end $show$`,
  `select ${SCHEMA}.make_list_version(1), ${SCHEMA}.show_list_version(1)`,
  `insert into ${SCHEMA}.list_version (version, state, switched_at) values (1, 'ACTIVE', clock_timestamp())`,
  `create view ${SCHEMA}.dispute as
    select tenant, dispute_id, version, transaction_id, account_id, payment_rail, status, decision, lifecycle_state,
      credit_status, disputed_amount, currency, created_at, updated_at, queue, next_clock, next_due
    from ${SCHEMA}.dispute_list`,
  `comment on view ${SCHEMA}.dispute is 'Disputes for dashboards; stays while the tables behind it change'`,
];

export const opsMigrations = [
  sqlMigration('Consumers1700000000001', consumerMigration(SCHEMA)),
  sqlMigration('DisputeList1700000000002', {
    up: [...TEMPLATES, ...VERSIONS],
    down: [
      `drop view ${SCHEMA}.dispute, ${SCHEMA}.dispute_list, ${SCHEMA}.unmatched_fact_list`,
      `drop function ${SCHEMA}.make_list_version(integer), ${SCHEMA}.show_list_version(integer)`,
      `drop table ${SCHEMA}.dispute_v1, ${SCHEMA}.unmatched_fact_v1`,
      `drop sequence ${SCHEMA}.list_version_number`,
      `drop table ${SCHEMA}.list_version, ${SCHEMA}.dispute_template, ${SCHEMA}.unmatched_fact_template`,
    ],
  }),
  sqlMigration('IdempotentAnswers1700000000003', idempotencyMigration(SCHEMA)),
];
