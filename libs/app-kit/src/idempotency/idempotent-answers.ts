import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@dispute/projections';
import { HttpRejection } from '../http/http-rejection.js';
import type { Caller } from '../identity/tenant-directory.js';
import { AnswerTable, type KeyInUse, type Queryable } from './answer-table.js';

export interface IdempotentRequest {
  /** Absent where nobody acts for a tenant: operators, and the sandbox's control. */
  readonly caller?: Caller;
  /** The header Idempotency-Key, where there is one. */
  readonly key: string | undefined;
  /** Operation and content: the same key with others is refused. */
  readonly content: readonly unknown[];
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Does work under one Idempotency-Key only once: repetitions get the first answer. What was refused may be tried again. */
export class IdempotentAnswers {
  private readonly table: AnswerTable;

  constructor(
    private readonly pool: Pool,
    schema: string,
  ) {
    this.table = new AnswerTable(schema);
  }

  /**
   * For work that is one transaction: effect and answer are stored together, and who comes in between waits.
   * @param work uses this connection and no other: so many may wait that the pool has none left
   */
  commitOnce<T>(request: IdempotentRequest, work: (tx: PoolClient) => Promise<T>): Promise<T> {
    const use = useOf(request);
    return inTransaction(this.pool, async (tx) => {
      if (!use) return work(tx);
      if (!(await this.table.take(tx, use))) return this.known<T>(tx, use);
      const answer = await work(tx);
      await this.table.keep(tx, use, answer);
      return answer;
    });
  }

  /** For any other work: no connection is held meanwhile, and who comes in between is refused. */
  async askOnce<T>(request: IdempotentRequest, work: () => Promise<T>): Promise<T> {
    const use = useOf(request);
    if (!use) return work();
    if (!(await this.table.take(this.pool, use))) return this.known<T>(this.pool, use);
    try {
      const answer = await work();
      await this.table.keep(this.pool, use, answer);
      return answer;
    } catch (error) {
      await this.table.release(this.pool, use).catch(() => undefined); // it runs out by itself
      throw error;
    }
  }

  /** Forgets what nobody repeats any more. @returns whether there may be more */
  forget(afterDays: number): Promise<boolean> {
    return this.table.sweep(this.pool, afterDays);
  }

  private async known<T>(db: Queryable, use: KeyInUse): Promise<T> {
    const known = await this.table.find(db, use);
    if (known && known.fingerprint !== use.fingerprint) {
      throw new HttpRejection({
        code: 'IDEMPOTENCY_INVALID_REUSE',
        detail: 'This Idempotency-Key was sent with another request; choose a new one.',
      });
    }
    if (known?.answered) return known.answer as T;
    throw new HttpRejection({
      code: 'IDEMPOTENCY_CONCURRENT_USE',
      detail: 'A request with this Idempotency-Key is still in flight; send it again in a moment.',
    });
  }
}

function useOf({ caller, key, content }: IdempotentRequest): KeyInUse | undefined {
  if (key === undefined) return undefined;
  if (!KEY.test(key)) {
    throw new HttpRejection({
      code: 'BAD_REQUEST_BODY',
      detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    });
  }
  const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return { tenant: caller?.tenant ?? '', principal: caller?.principal ?? '', key, fingerprint };
}
