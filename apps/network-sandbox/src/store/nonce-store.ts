import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';

/** How far a request's timestamp may lie from our time. */
export const STAMP_TOLERANCE_SECONDS = 300;

/** Remembers every signed request for as long as its timestamp would be accepted, restarts included. */
@Injectable()
export class NonceStore {
  constructor(@Inject(pg.Pool) private readonly pool: pg.Pool) {}

  /** @returns false where this very request has been seen */
  async use(consumerKey: string, stamp: number, nonce: string): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'use-nonce',
      text: `with expired as (
               select consumer_key, stamp, nonce from network_sandbox.nonce
                where consumer_key = $1 and stamp < extract(epoch from now())::bigint - $4 limit 100 for update skip locked),
             swept as (delete from network_sandbox.nonce using expired
                        where (nonce.consumer_key, nonce.stamp, nonce.nonce) =
                              (expired.consumer_key, expired.stamp, expired.nonce))
             insert into network_sandbox.nonce (consumer_key, stamp, nonce) values ($1, $2, $3) on conflict do nothing`,
      values: [consumerKey, stamp, nonce, 2 * STAMP_TOLERANCE_SECONDS],
    });
    return rowCount === 1;
  }
}
