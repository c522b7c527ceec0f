import { sqlMigration } from '@dispute/app-kit';
import { eventStoreFunctions, eventStoreMigration } from '@dispute/event-store';
import { consumerMigration } from '@dispute/projections';

export const SCHEMA = 'intake';

export const intakeMigrations = [
  sqlMigration('Consumers1700000000001', consumerMigration(SCHEMA)),
  sqlMigration('EventStore1700000000002', eventStoreMigration(SCHEMA)),
  sqlMigration('TransactionFeed1700000000003', {
    up: [
      `create table ${SCHEMA}.card_transaction (
        shard smallint not null,
        tenant text not null,
        transaction_id text not null,
        status text not null,
        source_version bigint not null,
        financial_document_id bigint,
        data json not null,
        recorded_at timestamptz not null default clock_timestamp(),
        primary key (shard, tenant, transaction_id)
      )`,
      `create index card_transaction_by_document on ${SCHEMA}.card_transaction (tenant, financial_document_id)
        where financial_document_id is not null`,
      `create table ${SCHEMA}.set_aside (
        topic text not null,
        kafka_partition int not null,
        kafka_offset bigint not null,
        tenant text,
        reason text not null,
        headers json not null,
        value bytea,
        recorded_at timestamptz not null default clock_timestamp(),
        primary key (topic, kafka_partition, kafka_offset)
      )`,
      `create table ${SCHEMA}.clock_walk (tenant text primary key, target timestamptz not null)`,
      `create sequence ${SCHEMA}.case_number start 80001`,
    ],
    down: [
      `drop table ${SCHEMA}.clock_walk`,
      `drop sequence ${SCHEMA}.case_number`,
      `drop table ${SCHEMA}.set_aside`,
      `drop table ${SCHEMA}.card_transaction`,
    ],
  }),
  sqlMigration('EventStoreFunctions1700000000006', eventStoreFunctions(SCHEMA)),
];
