import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { NOTHING_TO_AWAIT } from '@dispute/app-kit';
import type { StoredEvent } from '@dispute/contracts';
import { SCHEMA } from '../migrations.js';
import { LIST } from './list-version.js';

const WAIT_MS = 2000;
const LOOK_EVERY_MS = 20;

/** How far the list has come, and waiting until it has come far enough. */
@Injectable()
export class ListProgress {
  private lagMs = 0;

  constructor(private readonly pool: Pool) {}

  /** Milliseconds from storing to showing, of the events shown last. */
  get projectionLagMs(): number {
    return this.lagMs;
  }

  applied(events: readonly StoredEvent[]): void {
    const newest = events.at(-1);
    if (newest) this.lagMs = Math.max(0, Date.now() - Date.parse(newest.recordedAt));
  }

  /** Whether the list shows a write, named by its Consistency-Token (`epoch:shard:position`); waits two seconds at most. */
  async shows(token: string): Promise<boolean> {
    const place = /^(\d{1,9}):(\d{1,2}):(\d{1,15})$/.exec(token);
    if (!place) return false;
    if (token === NOTHING_TO_AWAIT) return true;
    const [epoch, shard, position] = place.slice(1).map(Number) as [number, number, number];
    for (const until = performance.now() + WAIT_MS; ;) {
      if (await this.hasPassed(epoch, shard, position)) return true;
      if (performance.now() >= until) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  private async hasPassed(epoch: number, shard: number, position: number): Promise<boolean> {
    const { rows } = await this.pool.query<{ passed: boolean }>({
      name: 'list-has-passed',
      text: `select epoch > $1 or (epoch = $1 and pos >= $3) as passed
          from ${SCHEMA}.checkpoint join ${SCHEMA}.list_version using (version)
         where consumer = $4 and shard = $2 and state = 'ACTIVE'`,
      values: [epoch, shard, position, LIST],
    });
    return rows[0]?.passed === true;
  }
}
