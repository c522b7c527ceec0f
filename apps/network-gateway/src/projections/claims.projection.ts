import type { PoolClient } from 'pg';
import type { NetworkEventData, StoredEvent } from '@dispute/contracts';
import { SCHEMA } from '../migrations.js';

type Handle = (event: StoredEvent, tx: PoolClient) => Promise<unknown>;
const dataOf = <T extends keyof NetworkEventData>(event: StoredEvent): NetworkEventData[T] =>
  event.data as NetworkEventData[T];

/** Where claims are found by the network's id, and which of them have something to do. Doing it twice changes nothing. */
export async function projectClaims(events: readonly StoredEvent[], tx: PoolClient): Promise<void> {
  for (const event of events) await HANDLERS[event.type]?.(event, tx);
}

const HANDLERS: Readonly<Record<string, Handle>> = {
  'network.dispute-joined.v1': async (event, tx) => {
    const joined = dataOf<'network.dispute-joined.v1'>(event);
    await tx.query(
      `insert into ${SCHEMA}.claim (stream, tenant, shard, transaction_id)
       values ($1, $2, $3, $4) on conflict do nothing`,
      [event.stream, event.tenant, event.shard, joined.transaction_id],
    );
    await tx.query(
      `insert into ${SCHEMA}.claim_dispute (dispute_id, tenant, stream) values ($1, $2, $3)
       on conflict (dispute_id) do update set open = true`,
      [joined.dispute_id, event.tenant, event.stream],
    );
  },
  'network.claim-left.v1': (event, tx) =>
    tx.query(`update ${SCHEMA}.claim_dispute set open = false where dispute_id = $1`, [
      dataOf<'network.claim-left.v1'>(event).dispute_id,
    ]),
  'network.claim-opened.v1': async (event, tx) => {
    const { claim_id: claimId } = dataOf<'network.claim-opened.v1'>(event);
    await tx.query(`update ${SCHEMA}.claim set claim_id = $2 where stream = $1`, [event.stream, claimId]);
    await tx.query(`insert into ${SCHEMA}.claim_owner (claim_id, stream) values ($1, $2) on conflict do nothing`, [
      claimId,
      event.stream,
    ]);
    await tx.query(`delete from ${SCHEMA}.unmatched where key = 'claim/' || $1`, [claimId]);
  },
  'network.operation-requested.v1': (event, tx) => {
    const { operation_id: id, operation } = dataOf<'network.operation-requested.v1'>(event);
    return tx.query(
      `insert into ${SCHEMA}.open_operation (operation_id, stream, tenant, shard, operation, status)
       values ($1, $2, $3, $4, $5, 'REQUESTED') on conflict do nothing`,
      [id, event.stream, event.tenant, event.shard, operation],
    );
  },
  'network.operation-started.v1': (event, tx) => mark(event, tx, 'STARTED'),
  'network.operation-unknown.v1': (event, tx) => mark(event, tx, 'UNKNOWN'),
  'network.operation-deferred.v1': (event, tx) => mark(event, tx, 'DEFERRED'),
  'network.operation-accepted.v1': (event, tx) => mark(event, tx, 'ACCEPTED'),
  'network.operation-confirmed.v1': (event, tx) => finish(event, tx),
  'network.operation-refused.v1': (event, tx) => finish(event, tx),
};

const operationOf = (event: StoredEvent): string => (event.data as { operation_id: string }).operation_id;

const mark = (event: StoredEvent, tx: PoolClient, status: string) =>
  tx.query(
    `update ${SCHEMA}.open_operation set status = $2, changed_at = now(), look_after = '-infinity', rest_ms = 0
      where operation_id = $1`,
    [operationOf(event), status],
  );

const finish = (event: StoredEvent, tx: PoolClient) =>
  tx.query(`delete from ${SCHEMA}.open_operation where operation_id = $1`, [operationOf(event)]);
