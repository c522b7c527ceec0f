import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';

/**
 * The sandbox has no feed of transactions, so it knows every one that it is asked for: a search answers one
 * transaction, derived from the acquirer reference number and the amount, always the same; a claim may name any
 * clearing id, and one that no search has shown gets a reference number derived from it.
 */
export interface ClearedTransaction {
  readonly clearingId: string;
  readonly authId: string;
  readonly arn: string;
  /** Minor units as digits. */
  readonly amountMinor: string;
  /** yyyy-MM-dd */
  readonly transactedOn: string;
}

const DEFAULT_AMOUNT_MINOR = '10000';

@Injectable()
export class ClearedTransactions {
  constructor(@Inject(pg.Pool) private readonly pool: pg.Pool) {}

  async search(arn: string, transactedOn: string, amountMinor = DEFAULT_AMOUNT_MINOR): Promise<ClearedTransaction> {
    const digits = amountMinor.replace(/^0+(?=\d)/, '');
    const clearingId = derived('clearing', arn, digits);
    const authId = derived('authorization', arn, digits);
    await this.pool.query(
      `insert into network_sandbox.cleared_transaction (clearing_id, auth_id, arn, amount_minor, transacted_on)
       values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [clearingId, authId, arn, digits, transactedOn],
    );
    return (await this.find(clearingId)) as ClearedTransaction;
  }

  async find(clearingId: string): Promise<ClearedTransaction | undefined> {
    const { rows } = await this.pool.query<ClearedTransaction>(
      `select clearing_id as "clearingId", auth_id as "authId", arn, amount_minor as "amountMinor",
              transacted_on::text as "transactedOn"
         from network_sandbox.cleared_transaction where clearing_id = $1`,
      [clearingId],
    );
    return rows[0];
  }

  async arnOf(clearingId: string): Promise<string> {
    return (await this.find(clearingId))?.arn ?? arnFrom(clearingId);
  }
}

/** 64 bytes in base64, as long and as full of "+", "/" and "=" as the network's own. */
const derived = (...parts: readonly string[]): string => createHash('sha512').update(parts.join('/')).digest('base64');

function arnFrom(clearingId: string): string {
  const number = BigInt(`0x${createHash('sha256').update(clearingId).digest('hex')}`);
  return number.toString().slice(0, 22).padStart(23, '0');
}
