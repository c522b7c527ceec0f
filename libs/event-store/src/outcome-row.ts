import { instantOf } from '@dispute/kernel';
import type { Channel, KnownOutcome } from './append-request.js';

export interface OutcomeRow {
  tenant: string;
  principal: string;
  key: string;
  fingerprint: string;
  channel: Channel;
  status: number;
  shard: number;
  stream: string | null;
  version: number | null;
  result_id: string | null;
  problem: unknown;
  subject: string | null;
  occurred_ms: number;
  recorded_ms: number;
  traceparent: string | null;
  pos: number | null;
}

/**
 * Columns of an outcome `i`. Its position is found through the version that it left its stream at: that event's commit
 * ends there.
 */
export const outcomeColumns = (
  schema: string,
): string => `i.tenant, i.principal, i.key, i.fingerprint, i.channel, i.status,
  i.shard, i.stream, i.version, i.result_id, i.problem, i.subject,
  round(date_part('epoch', i.occurred_at) * 1000) as occurred_ms,
  round(date_part('epoch', i.recorded_at) * 1000) as recorded_ms, i.traceparent,
  (select (e.pos - e.commit_index + e.commit_size - 1)::float8 from ${schema}.event e
    where e.shard = i.shard and e.tenant = i.tenant and e.stream = i.stream and e.version = i.version) as pos`;

export function knownOutcomeOf(row: OutcomeRow): KnownOutcome {
  return {
    tenant: row.tenant,
    principal: row.principal,
    key: row.key,
    fingerprint: row.fingerprint,
    channel: row.channel,
    status: row.status,
    stream: row.stream,
    version: row.version,
    resultId: row.result_id,
    problem: row.problem,
    subject: row.subject,
    shard: row.shard,
    occurredAt: instantOf(row.occurred_ms),
    recordedAt: instantOf(row.recorded_ms),
    traceparent: row.traceparent,
    position: row.pos,
  };
}
