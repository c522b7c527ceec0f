import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';

/** The papers of chargebacks and cases, as they were sent. */
@Injectable()
export class PaperStore {
  constructor(@Inject(pg.Pool) private readonly pool: pg.Pool) {}

  /** What the network could process, in the order in which it came. */
  async of(ownerId: string): Promise<{ filename: string; bytes: Buffer }[]> {
    const { rows } = await this.pool.query<{ filename: string; bytes: Buffer }>(
      `select filename, bytes from network_sandbox.paper where owner_id = $1 and readable order by paper_id`,
      [ownerId],
    );
    return rows;
  }
}
