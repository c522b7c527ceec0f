import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import type { CardTransaction } from '@dispute/contracts';
import { Lane } from '@dispute/event-store';
import { readInstant, shardOfTransaction } from '@dispute/kernel';
import { SCHEMA } from '../migrations.js';

interface Asked {
  readonly tenant: string;
  readonly transactionId: string;
}

/** Keeps the newest version of each card transaction that the platform teams have told of. */
@Injectable()
export class TransactionFeed {
  private readonly finds = new Lane((asked: readonly Asked[]) => this.findAll(asked));

  constructor(private readonly pool: Pool) {}

  /**
   * Takes a transaction: a lower source version is ignored, POSTED never returns to PENDING.
   * @returns the transaction as it is stored afterwards
   */
  async take(tenant: string, transaction: CardTransaction): Promise<CardTransaction> {
    const taken = inUtc(transaction);
    await this.pool.query({
      name: 'take-transaction',
      text: `insert into ${SCHEMA}.card_transaction as known
          (shard, tenant, transaction_id, status, source_version, financial_document_id, data)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (shard, tenant, transaction_id) do update set
          status = excluded.status, source_version = excluded.source_version,
          financial_document_id = excluded.financial_document_id, data = excluded.data, recorded_at = clock_timestamp()
        where excluded.source_version >= known.source_version
          and not (known.status = 'POSTED' and excluded.status = 'PENDING')`,
      values: [
        shardOfTransaction(tenant, taken.transaction_id),
        tenant,
        taken.transaction_id,
        taken.status,
        taken.source_version ?? 0,
        taken.financial_document_id ?? null,
        JSON.stringify(taken),
      ],
    });
    const stored = await this.find(tenant, taken.transaction_id);
    if (!stored) throw new Error(`transaction ${taken.transaction_id} of ${tenant} was not stored`);
    return stored;
  }

  /** As it stands now; found together with others that are asked for meanwhile. */
  find(tenant: string, transactionId: string): Promise<CardTransaction | undefined> {
    return this.finds.submit({ tenant, transactionId });
  }

  private async findAll(asked: readonly Asked[]): Promise<readonly (CardTransaction | undefined)[]> {
    const { rows } = await this.pool.query<{ n: number; data: CardTransaction }>({
      name: 'find-transactions',
      text: `select a.n::float8 as n, found.data
               from unnest($1::smallint[], $2::text[], $3::text[]) with ordinality as a(shard, tenant, transaction_id, n)
              cross join lateral (
                select t.data from ${SCHEMA}.card_transaction t
                 where t.shard = a.shard and t.tenant = a.tenant and t.transaction_id = a.transaction_id offset 0) found`,
      values: [
        asked.map(({ tenant, transactionId }) => shardOfTransaction(tenant, transactionId)),
        asked.map(({ tenant }) => tenant),
        asked.map(({ transactionId }) => transactionId),
      ],
    });
    const found: (CardTransaction | undefined)[] = asked.map(() => undefined);
    for (const { n, data } of rows) found[n - 1] = data;
    return found;
  }

  /** By the identifier that Mastercard Processing uses (S2). */
  async findByFinancialDocument(tenant: string, documentId: number): Promise<CardTransaction | undefined> {
    const { rows } = await this.pool.query<{ data: CardTransaction }>(
      `select data from ${SCHEMA}.card_transaction where tenant = $1 and financial_document_id = $2
       order by source_version desc, transaction_id limit 1`,
      [tenant, documentId],
    );
    return rows[0]?.data;
  }
}

/** The feed's times may come with any offset; what is kept is UTC. */
function inUtc(transaction: CardTransaction): CardTransaction {
  const times = ['settled_at', 'authorized_at', 'first_deposit_at', 'first_statement_sent_at'] as const;
  const converted = times.flatMap((name) => {
    const text = transaction[name];
    return text === undefined ? [] : [[name, readInstant(text)] as const];
  });
  return { ...transaction, ...Object.fromEntries(converted) };
}
