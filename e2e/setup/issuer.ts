import { randomUUID } from 'node:crypto';
import type { CardTransaction, Dispute, OpenDispute, TestClock } from '@dispute/contracts';
import { type Platform, until } from '../../tools/demo/platform.ts';
import { newTenant } from './platform-under-test.ts';

/** When the tests' tenants live, unless they say otherwise. */
export const NOW = '2024-05-28T22:48:24Z';

/** An issuer of cards with a tenant of its own, at a fixed time. */
export class Issuer {
  readonly tenant: string;
  readonly platform: Platform;

  private constructor(tenant: string, platform: Platform) {
    this.tenant = tenant;
    this.platform = platform;
  }

  static async arrive(): Promise<Issuer> {
    const { tenant, platform } = await newTenant();
    await platform.expect('POST', '/v1/test_clock', { now: NOW });
    return new Issuer(tenant, platform);
  }

  transaction(fields: Partial<CardTransaction> = {}): CardTransaction {
    return {
      transaction_id: randomUUID(),
      account_id: randomUUID(),
      customer_id: randomUUID(),
      status: 'POSTED',
      amount: 500,
      currency: 'USD',
      settled_at: '2024-04-25T09:30:00Z',
      network: 'MASTERCARD',
      message_type: 'DUAL',
      card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'CREDIT' },
      merchant: { name: 'Corner Shop', mcc: '5411', country: 'US' },
      ...fields,
    };
  }

  feed(fields: Partial<CardTransaction> = {}): Promise<CardTransaction> {
    return this.platform.putTransaction(this.transaction(fields));
  }

  opening(transactionId: string, fields: Partial<OpenDispute> = {}): OpenDispute {
    return {
      payment_rail: 'CARD',
      transaction_id: transactionId,
      disputed_amount: 500,
      date_customer_reported: '2024-05-28T12:25:00Z',
      reason_code: 'DUPLICATE_TRANSACTION',
      ...fields,
    };
  }

  /** A dispute of a new transaction. */
  async dispute(fields: Partial<OpenDispute> = {}, transaction: Partial<CardTransaction> = {}): Promise<Dispute> {
    const { transaction_id: id } = await this.feed(transaction);
    return this.platform.open(this.opening(id, fields));
  }

  /** Waits until everything that was asked is decided, published, projected and delivered. */
  untilAtRest(): Promise<TestClock> {
    const look = () => this.platform.expect<TestClock>('GET', '/v1/test_clock');
    return until(`${this.tenant} to come to rest`, look, ({ status }) => status === 'READY', 120_000);
  }
}
