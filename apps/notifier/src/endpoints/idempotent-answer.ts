import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { type Caller, HttpRejection } from '@dispute/app-kit';

export interface IdempotentRequest {
  readonly caller: Caller;
  /** The header Idempotency-Key, where there is one. */
  readonly key: string | undefined;
  /** Operation and content: the same key with others is refused. */
  readonly content: readonly unknown[];
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Does a piece of work in a transaction, and under one key only once: repetitions get the first answer. */
export async function answerOnce<T>(
  pool: Pool,
  request: IdempotentRequest,
  work: (tx: PoolClient) => Promise<T>,
): Promise<T> {
  const { key } = request;
  if (key === undefined) return inTransaction(pool, work);
  if (!KEY.test(key)) {
    throw new HttpRejection({
      code: 'BAD_REQUEST_BODY',
      detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    });
  }
  return inTransaction(pool, async (tx) => {
    const known = await claim<T>(tx, request, key);
    if (known) return known.answer;
    const answer = await work(tx);
    await tx.query(
      'update notifier.idempotent_answer set answer = $4 where tenant = $1 and principal = $2 and key = $3',
      [request.caller.tenant, request.caller.principal, key, JSON.stringify(answer)],
    );
    return answer;
  });
}

/** Takes the key, after waiting for whoever holds it; what was answered before, where it was taken. */
async function claim<T>(
  tx: PoolClient,
  { caller, content }: IdempotentRequest,
  key: string,
): Promise<{ answer: T } | undefined> {
  const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const owner = [caller.tenant, caller.principal, key];
  const { rowCount } = await tx.query(
    `insert into notifier.idempotent_answer (tenant, principal, key, fingerprint) values ($1, $2, $3, $4) on conflict do nothing`,
    [...owner, fingerprint],
  );
  if (rowCount === 1) return undefined;
  const { rows } = await tx.query<{ fingerprint: string; answer: T }>(
    'select fingerprint, answer from notifier.idempotent_answer where tenant = $1 and principal = $2 and key = $3',
    owner,
  );
  if (rows[0]?.fingerprint === fingerprint) return { answer: rows[0].answer };
  throw new HttpRejection({
    code: 'IDEMPOTENCY_INVALID_REUSE',
    detail: 'This Idempotency-Key was sent with another request; choose a new one.',
  });
}

async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  try {
    await tx.query('begin');
    const result = await work(tx);
    await tx.query('commit');
    return result;
  } catch (error) {
    await tx.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    tx.release();
  }
}
