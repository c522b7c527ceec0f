import { instantOf } from '@dispute/kernel';
import type { Pool } from 'pg';
import { batchParameters } from './batch-parameters.js';
import { type Placement, type PreparedAppend } from './prepared-append.js';

interface VerdictRow {
  request: number;
  verdict: 'appended' | 'conflict' | 'known';
  refused_append: number | null;
  first_pos: number | null;
  recorded_ms: number | null;
  in_epoch: number | null;
  sequences: (number | null)[] | null;
}

/** A verdict in the store's own terms. */
export type BatchVerdict =
  | { readonly verdict: 'appended'; readonly placement: Placement }
  | { readonly verdict: 'conflict'; readonly stream: string }
  | { readonly verdict: 'known' };

/** Stores a batch in one statement; one verdict per request, in order. */
export async function appendBatch(
  pool: Pool,
  schema: string,
  batch: readonly PreparedAppend[],
  again: boolean,
): Promise<readonly BatchVerdict[]> {
  const { rows } = await pool.query<VerdictRow>({
    name: `${schema}.append`,
    text: `select * from ${schema}.append($1, $2, $3, $4, $5, $6)`,
    values: batchParameters(batch, again),
  });
  return verdictsOf(batch, rows);
}

/** All of a batch together with a consumer's step, or nothing. @throws the function's SQLSTATEs, see errors.ts */
export async function appendBatchGuarded(
  pool: Pool,
  schema: string,
  batch: readonly PreparedAppend[],
  guard: object,
): Promise<readonly BatchVerdict[]> {
  const { rows } = await pool.query<VerdictRow>({
    name: `${schema}.append_guarded`,
    text: `select * from ${schema}.append_guarded($1, $2, $3, $4, $5, $6, $7)`,
    values: [...batchParameters(batch, false), JSON.stringify(guard)],
  });
  return verdictsOf(batch, rows);
}

/** Stream of the n-th append of a batch, from 1. */
export function streamOfAppend(batch: readonly PreparedAppend[], n: number): string {
  return batch.flatMap(({ request }) => request.streams)[n - 1]?.stream ?? '';
}

function verdictsOf(batch: readonly PreparedAppend[], rows: readonly VerdictRow[]): BatchVerdict[] {
  const verdicts: BatchVerdict[] = [];
  for (const row of rows) verdicts[row.request - 1] = verdictOf(batch, row);
  return verdicts;
}

function verdictOf(batch: readonly PreparedAppend[], row: VerdictRow): BatchVerdict {
  if (row.verdict === 'conflict')
    return { verdict: 'conflict', stream: streamOfAppend(batch, row.refused_append ?? 0) };
  if (row.verdict === 'known') return { verdict: 'known' };
  const placement: Placement = {
    firstPosition: row.first_pos ?? 0,
    epoch: row.in_epoch ?? 0,
    recordedAt: instantOf(row.recorded_ms ?? 0),
    webhookSequences: row.sequences ?? [],
  };
  return { verdict: 'appended', placement };
}
