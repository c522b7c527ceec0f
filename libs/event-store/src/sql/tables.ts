/**
 * Tables of an event store. Tenant and shard stand in every key, so that the tables can be distributed later.
 * Text keys are compared bytewise ("C"): the order in which rows are locked is the same everywhere.
 */
export function tables(schema: string): string[] {
  return [
    `create table ${schema}.epoch (
      epoch integer primary key,
      started_at timestamptz not null default clock_timestamp()
    )`,
    `insert into ${schema}.epoch (epoch) values (1)`,
    `create table ${schema}.event (
      epoch integer not null,
      shard smallint not null,
      pos bigint not null,
      tenant text collate "C" not null,
      stream text collate "C" not null,
      version integer not null,
      event_id uuid not null,
      subject text not null,
      type text not null,
      schema_version smallint not null,
      occurred_at timestamptz not null,
      recorded_at timestamptz not null,
      actor_kind text not null,
      actor_id text not null,
      command_id text not null,
      causation_id text,
      correlation_id text,
      traceparent text,
      commit_index integer not null,
      commit_size integer not null,
      webhook_sequence integer,
      rule_version text,
      calendar_version text,
      key_id text,
      data json not null,
      primary key (shard, pos, tenant),
      unique (shard, tenant, stream, version)
    )`,
    `comment on column ${schema}.event.key_id is 'reserved: the key that personal fields are sealed with'`,
    `create table ${schema}.seal (
      epoch integer not null,
      shard smallint not null,
      from_pos bigint not null,
      to_pos bigint not null check (to_pos >= from_pos),
      root bytea not null,
      previous_root bytea not null,
      sealed_at timestamptz not null,
      leaves bytea not null,
      primary key (shard, from_pos)
    )`,
    `comment on column ${schema}.seal.leaves is 'of each event its id and a checksum per column: shows where a root breaks'`,
    `create table ${schema}.idempotency (
      tenant text collate "C" not null,
      principal text collate "C" not null,
      key text collate "C" not null,
      fingerprint text not null,
      channel text not null check (channel in ('http', 'kafka')),
      status smallint not null,
      shard smallint not null,
      stream text collate "C",
      version integer,
      result_id text,
      problem json,
      subject text,
      occurred_at timestamptz not null,
      recorded_at timestamptz not null,
      traceparent text,
      published_at timestamptz,
      primary key (tenant, principal, key)
    )`,
    `create index idempotency_unpublished on ${schema}.idempotency (recorded_at, tenant, principal, key)
      where channel = 'kafka' and published_at is null`,
    `create table ${schema}.timer (
      shard smallint not null,
      tenant text collate "C" not null,
      stream text collate "C" not null,
      kind text collate "C" not null,
      due timestamptz not null,
      failures smallint not null default 0,
      not_before timestamptz,
      primary key (shard, tenant, stream, kind)
    )`,
    `comment on column ${schema}.timer.not_before is 'real time: a timer that could not be fired rests until then'`,
    `create index timer_due on ${schema}.timer (tenant, due)`,
    `create table ${schema}.lookup (
      tenant text collate "C" not null,
      kind text collate "C" not null,
      key text collate "C" not null,
      stream text not null,
      primary key (tenant, kind, key)
    )`,
    `create table ${schema}.relayed (
      shard smallint primary key,
      pos bigint not null
    ) with (fillfactor = 50)`,
    `comment on table ${schema}.relayed is 'how far the topic had come at least; restored together with the events'`,
    `create table ${schema}.lease (
      name text collate "C" primary key,
      owner text not null,
      until timestamptz not null,
      fence bigint not null
    )`,
  ];
}
