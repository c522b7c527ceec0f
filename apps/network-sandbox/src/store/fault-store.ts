import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';

export type Fault = 'TIMEOUT_BEFORE' | 'TIMEOUT_AFTER_COMMIT' | 'REJECT' | 'ERROR_500' | 'RATE_LIMIT';

/** Planted bad weather: one row for each call that it will meet, in the order of planting. */
@Injectable()
export class FaultStore {
  constructor(@Inject(pg.Pool) private readonly pool: pg.Pool) {}

  async plant(operation: string, fault: Fault, times: number, db: Pick<pg.Pool, 'query'> = this.pool): Promise<void> {
    await db.query(`insert into network_sandbox.fault (operation, fault) select $1, $2 from generate_series(1, $3)`, [
      operation,
      fault,
      times,
    ]);
  }

  /** Takes the next fault of an operation, if there is one; each is met by one call. */
  async take(operation: string): Promise<Fault | undefined> {
    const { rows } = await this.pool.query<{ fault: Fault }>(
      `delete from network_sandbox.fault where fault_id =
         (select fault_id from network_sandbox.fault where operation = $1 order by fault_id for update skip locked limit 1)
       returning fault`,
      [operation],
    );
    return rows[0]?.fault;
  }
}
