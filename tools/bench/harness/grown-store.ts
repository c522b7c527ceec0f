import type pg from 'pg';
import { migrate, ownFeed, platformMigrations, sqlMigration } from '@dispute/app-kit';
import { EventStore, eventStoreMigration } from '@dispute/event-store';
import { SHARD_COUNT } from '@dispute/kernel';
import { ProjectionConsumer } from '@dispute/projections';
import { built } from './built.ts';
import { DecidedDispute, TENANT } from './disputes.ts';
import { createDatabase, poolOn, type Workshop } from './workshop.ts';

const { disputeList } = await built('apps/ops/dist/projections/dispute-list.projection.js');
const { opsMigrations, SCHEMA: OPS } = await built('apps/ops/dist/migrations.js');

export const STORE = 'intake';
/** Of an opening and a chargeback: three in the dispute's two streams, one more with the action. */
const EVENTS_OF_ONE = 4;
/** Copies made in one statement. */
const AT_ONCE = 20_000;
/** Events after which one is told how far it has come. */
const TOLD_EACH = 2_000_000;

export interface GrownStore {
  readonly pool: pg.Pool;
  readonly store: EventStore;
  readonly disputes: number;
  close(): Promise<void>;
}

/**
 * A store of so many events with its outcomes and timers, and the list that they fold to. One dispute goes the real way;
 * the others are copies of its rows, made by the database: other ids, other times, dense positions, all shards.
 */
export async function growStore(shop: Workshop, name: string, events: number): Promise<GrownStore> {
  shop.say(`filling a store with ${events.toLocaleString('en-US')} events`);
  const url = await createDatabase(shop.servers, name);
  const pool = poolOn(url);
  await migrate(url, 'platform', platformMigrations);
  await migrate(url, STORE, [sqlMigration('EventStore1700000000002', eventStoreMigration(STORE))]);
  await migrate(url, OPS, opsMigrations);
  await pool.query(`insert into platform.tenant (tenant, mode) values ($1, 'LIVE')`, [TENANT]);
  const store = new EventStore(pool, { schema: STORE });
  const model = await storeModel(pool, store);
  const disputes = Math.ceil(events / EVENTS_OF_ONE);
  for (let from = 0; from < disputes - 1; from += AT_ONCE) {
    const range = [from, Math.min(from + AT_ONCE, disputes - 1) - 1] as const;
    shop.signal.throwIfAborted();
    for (const copy of COPIES) await pool.query(copy(model), [...range]);
    const stored = (range[1] + 1) * EVENTS_OF_ONE;
    if (stored % TOLD_EACH === 0) shop.say(`  ${stored.toLocaleString('en-US')} of them`);
  }
  await pool.query('vacuum (analyze)');
  return { pool, store, disputes, close: () => pool.end() };
}

/** The dispute that all others are copies of, and what stands in its rows where theirs differ. */
interface Model {
  readonly disputeId: string;
  readonly transactionId: string;
  readonly shard: number;
}

async function storeModel(pool: pg.Pool, store: EventStore): Promise<Model> {
  const dispute = new DecidedDispute();
  const requests = [dispute.open(), dispute.act()];
  for (const request of requests) await store.append(request);
  await new ProjectionConsumer({ pool, schema: OPS, feed: ownFeed(store), ...disputeList(1) }).catchUp(dispute.shard);
  return { disputeId: requests[0]?.subject ?? '', transactionId: dispute.transactionId, shard: dispute.shard };
}

type Copy = (model: Model) => string;

/**
 * Copies number $1 to $2, from 0: each with its shard and its turn there, ids as the platform mints them (UUIDv7, the last six
 * bits are the shard), and its seconds after the model. In the model's own shard the model was first.
 */
const copies = ({ shard }: Model): string => `copy as (
  select n, shard, n / ${SHARD_COUNT} + (shard = ${shard})::int as turn, n * interval '1 second' as later,
         (lpad(to_hex(1767614400000 + n::bigint * 1000), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 3)
           || substr(hash, 7, 10) || lpad(to_hex(shard), 2, '0'))::uuid::text as dispute_id,
         hash::uuid::text as transaction_id
    from (select n, (n % ${SHARD_COUNT})::int as shard, md5('copy ' || n) as hash from generate_series($1::int, $2::int) n) x)`;

/** Text of the model's row as it is in the copy's. */
const inCopy = ({ disputeId, transactionId, shard }: Model, text: string): string =>
  `replace(replace(replace(${text}, '/${shard}/', '/' || c.shard || '/'), '${disputeId}', c.dispute_id), '${transactionId}', c.transaction_id)`;

const copyEvents: Copy = (model) => `with ${copies(model)}
  insert into ${STORE}.event (epoch, shard, pos, tenant, stream, version, event_id, subject, type, schema_version,
    occurred_at, recorded_at, actor_kind, actor_id, command_id, correlation_id, commit_index, commit_size,
    webhook_sequence, rule_version, calendar_version, data)
  select e.epoch, c.shard, c.turn * ${EVENTS_OF_ONE} + e.pos, e.tenant, ${inCopy(model, 'e.stream')}, e.version,
    md5(c.n || '/' || e.pos)::uuid, c.dispute_id, e.type, e.schema_version, e.occurred_at + c.later, e.recorded_at,
    e.actor_kind, e.actor_id, md5(c.n || e.command_id)::uuid::text, md5(c.n || e.correlation_id)::uuid::text,
    e.commit_index, e.commit_size, e.webhook_sequence, e.rule_version, e.calendar_version,
    ${inCopy(model, 'e.data::text')}::json
  from copy c, ${STORE}.event e where e.shard = ${model.shard} and e.pos <= ${EVENTS_OF_ONE} order by c.n, e.pos`;

const copyOutcomes: Copy = (model) => `with ${copies(model)}
  insert into ${STORE}.idempotency (tenant, principal, key, fingerprint, channel, status, shard, stream, version,
    result_id, subject, occurred_at, recorded_at)
  select i.tenant, i.principal, md5(c.n || i.key)::uuid::text, i.fingerprint, i.channel, i.status, c.shard,
    ${inCopy(model, 'i.stream')}, i.version, i.result_id, c.dispute_id, i.occurred_at + c.later, i.recorded_at
  from copy c, ${STORE}.idempotency i where i.subject = '${model.disputeId}'`;

const copyTimers: Copy = (model) => `with ${copies(model)}
  insert into ${STORE}.timer (shard, tenant, stream, kind, due)
  select c.shard, t.tenant, ${inCopy(model, 't.stream')}, t.kind, t.due + c.later
  from copy c, ${STORE}.timer t where t.shard = ${model.shard} and t.stream like '%${model.disputeId}'`;

const copyListRows: Copy = (model) => `with ${copies(model)}
  insert into ${OPS}.dispute_v1 (shard, tenant, dispute_id, version, state, transaction_id, account_id, payment_rail,
    status, decision, lifecycle_state, credit_status, disputed_amount, currency, created_at, updated_at, queue,
    next_clock, next_due, reserved_at, exceeds)
  select c.shard, d.tenant, c.dispute_id::uuid, d.version, ${inCopy(model, 'd.state')}, c.transaction_id, d.account_id,
    d.payment_rail, d.status, d.decision, d.lifecycle_state, d.credit_status, d.disputed_amount, d.currency,
    d.created_at + c.later, d.updated_at + c.later, d.queue, d.next_clock, d.next_due + c.later,
    c.turn * ${EVENTS_OF_ONE} + d.reserved_at, d.exceeds
  from copy c, ${OPS}.dispute_v1 d where d.dispute_id = '${model.disputeId}'`;

const COPIES: readonly Copy[] = [copyEvents, copyOutcomes, copyTimers, copyListRows];
