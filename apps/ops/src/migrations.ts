import { idempotencyMigration, sqlMigration } from '@dispute/app-kit';
import { consumerMigration } from '@dispute/projections';

export const SCHEMA = 'ops';

export const opsMigrations = [
  sqlMigration('Consumers1700000000001', consumerMigration(SCHEMA)),
  sqlMigration('DisputeList1700000000002', {
    up: [
      `create table ${SCHEMA}.dispute_v1 (
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
        primary key (shard, tenant, dispute_id)
      )`,
      `create index dispute_v1_newest on ${SCHEMA}.dispute_v1 (tenant, created_at desc, dispute_id desc)`,
      `create index dispute_v1_newest_of_all on ${SCHEMA}.dispute_v1 (created_at desc, dispute_id desc)`,
      `create index dispute_v1_transaction on ${SCHEMA}.dispute_v1 (tenant, transaction_id)`,
      `create index dispute_v1_account on ${SCHEMA}.dispute_v1 (tenant, account_id)`,
      `create index dispute_v1_queue on ${SCHEMA}.dispute_v1 (queue, next_due) where queue <> ''`,
      `create table ${SCHEMA}.unmatched_fact_v1 (
        shard smallint not null,
        position bigint not null,
        tenant text not null,
        dispute_id uuid not null,
        occurred_at timestamptz not null,
        reason text not null,
        fact json not null,
        primary key (shard, position, tenant)
      )`,
      `create view ${SCHEMA}.dispute as
        select tenant, dispute_id, version, transaction_id, account_id, payment_rail, status, decision, lifecycle_state,
          credit_status, disputed_amount, currency, created_at, updated_at, queue, next_clock, next_due
        from ${SCHEMA}.dispute_v1`,
      `comment on view ${SCHEMA}.dispute is 'Disputes for dashboards; stays while the tables behind it change'`,
    ],
    down: [`drop view ${SCHEMA}.dispute`, `drop table ${SCHEMA}.unmatched_fact_v1`, `drop table ${SCHEMA}.dispute_v1`],
  }),
  // Rows hold what the events of before meant by the code of before: they are folded again from the first event.
  sqlMigration('ReservedAmounts1700000000003', {
    up: [
      `update ${SCHEMA}.checkpoint set pos = 0 where consumer = 'ops.disputes'`,
      `delete from ${SCHEMA}.unmatched_fact_v1`,
      `delete from ${SCHEMA}.dispute_v1`,
      `alter table ${SCHEMA}.dispute_v1 add reserved_at bigint not null, add exceeds boolean not null`,
    ],
    down: [`alter table ${SCHEMA}.dispute_v1 drop reserved_at, drop exceeds`],
  }),
  sqlMigration('IdempotentAnswers1700000000004', idempotencyMigration(SCHEMA)),
];
