import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { migrate } from '@dispute/app-kit';
import type { NetworkFact } from '@dispute/contracts';
import type { ClaimDetail } from '@dispute/networks';
import { createTestDatabase, type TestDatabase } from '@dispute/testing';
import { gatewayMigrations, SCHEMA } from '../migrations.js';
import { Unmatched } from './unmatched.js';

const FACT: NetworkFact = {
  ...{ fact_id: 'fact-1', claim_id: '2', action: 'CHARGEBACK', state: 'ACCEPT' },
  ...{ by: 'acquirer', network_date: '2024-05-29' },
};
const claim = (claimId: string, clearingTransactionId?: string): ClaimDetail =>
  ({ claimId, ...(clearingTransactionId ? { clearingTransactionId } : {}) }) as ClaimDetail;

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, SCHEMA, gatewayMigrations);
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined); // the database is dropped while connections are still closing
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('what belongs to no dispute', () => {
  it('is listed once it has stayed so for a while, each once, the newest first', async () => {
    const unmatched = new Unmatched(pool, pino({ level: 'silent' }));
    await unmatched.claim(claim('1', 'clearing-1'));
    await unmatched.claim(claim('1', 'clearing-1'));
    await unmatched.fact(claim('2'), FACT);
    await unmatched.announce();
    expect(await unmatched.list()).toEqual([]);
    await pool.query(`update ${SCHEMA}.unmatched set seen_at = seen_at - interval '1 hour'`);
    await unmatched.announce();
    expect(await unmatched.list()).toEqual([
      { claim_id: '2', reason: 'AMBIGUOUS_FACT', time: expect.stringMatching(/Z$/), fact: FACT },
      {
        claim_id: '1',
        reason: 'UNKNOWN_CLAIM',
        time: expect.stringMatching(/Z$/),
        clearing_transaction_id: 'clearing-1',
      },
    ]);
  });
});
