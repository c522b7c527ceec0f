/** DDL of a consumer's progress inside an app's own schema: where it is, what waits, and the one step that moves it. */
export function consumerMigration(schema: string): { up: string[]; down: string[] } {
  return {
    up: [...tables(schema), advanceFunction(schema)],
    down: [
      `drop function ${schema}.advance_checkpoint(json)`,
      `drop table ${schema}.parked`,
      `drop table ${schema}.checkpoint`,
    ],
  };
}

const key = `consumer text collate "C" not null,
      version integer not null,
      source text collate "C" not null,
      shard smallint not null`;

const tables = (schema: string): string[] => [
  `create table ${schema}.checkpoint (
      ${key},
      epoch integer not null,
      pos bigint not null,
      updated_at timestamptz not null default clock_timestamp(),
      primary key (consumer, version, source, shard)
    ) with (fillfactor = 50)`,
  `create table ${schema}.parked (
      ${key},
      pos bigint not null,
      tenant text not null,
      subject text collate "C" not null,
      event json not null,
      error text,
      attempts integer not null,
      parked_at timestamptz not null default clock_timestamp(),
      next_attempt timestamptz not null,
      primary key (consumer, version, source, shard, pos)
    )`,
  `create index parked_subject on ${schema}.parked (consumer, version, source, shard, subject, pos)`,
];

/**
 * The step that commits together with a batch's effects: the checkpoint goes from where the caller saw it to the next
 * place, else SQLSTATE DS002; failing events are parked, or wait longer; handled ones leave the queue.
 */
const advanceFunction = (schema: string): string => `
create function ${schema}.advance_checkpoint(guard json) returns void
language plpgsql volatile
as $advance$
declare
  g record;
  moved boolean;
begin
  select * into g from json_to_record(guard) as x(consumer text, version integer, source text, shard smallint,
    epoch integer, expected bigint, next bigint, park json, release_subject text, release_up_to bigint);

  update ${schema}.checkpoint c set pos = g.next, updated_at = clock_timestamp()
   where c.consumer = g.consumer and c.version = g.version and c.source = g.source and c.shard = g.shard
     and c.pos = g.expected and c.epoch = g.epoch;
  moved := found;
  if not moved and g.expected = 0 then
    insert into ${schema}.checkpoint (consumer, version, source, shard, epoch, pos)
    values (g.consumer, g.version, g.source, g.shard, g.epoch, g.next) on conflict do nothing;
    moved := found;
  end if;
  if not moved then
    raise exception using errcode = 'DS002',
      message = format('the checkpoint of %s v%s on %s/%s is not at %s any more', g.consumer, g.version, g.source, g.shard, g.expected);
  end if;

  if g.release_subject is not null then
    delete from ${schema}.parked p
     where p.consumer = g.consumer and p.version = g.version and p.source = g.source and p.shard = g.shard
       and p.subject = g.release_subject and p.pos <= g.release_up_to;
    if not found then
      raise exception using errcode = 'DS002', message = format('%s was released by somebody else', g.release_subject);
    end if;
  end if;

  if g.park is not null and g.next = g.expected then
    -- Tried again in vain: a row that was discarded meanwhile does not come back.
    update ${schema}.parked p
       set error = e.error, attempts = e.attempts, next_attempt = clock_timestamp() + e."retryInMs" * interval '1 ms'
      from json_to_recordset(g.park) as e(position bigint, error text, attempts integer, "retryInMs" float8)
     where p.consumer = g.consumer and p.version = g.version and p.source = g.source and p.shard = g.shard
       and p.pos = e.position;
  elsif g.park is not null then
    insert into ${schema}.parked (consumer, version, source, shard, pos, tenant, subject, event, error, attempts, next_attempt)
    select g.consumer, g.version, g.source, g.shard, e.position, e.tenant, e.subject, e.event, e.error, e.attempts,
           clock_timestamp() + e."retryInMs" * interval '1 ms'
      from json_to_recordset(g.park) as e(position bigint, tenant text, subject text, event json, error text,
           attempts integer, "retryInMs" float8)
        on conflict on constraint parked_pkey do update
       set error = excluded.error, attempts = excluded.attempts, next_attempt = excluded.next_attempt;
  end if;
end
$advance$`;
