import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Pool } from 'pg';
import { QuietRegistry } from '@dispute/app-kit';
import { TimerQueue } from '@dispute/event-store';
import { SCHEMA } from '../migrations.js';

/** When intake's own timers will have work for a tenant. */
@Injectable()
export class IntakeStillness implements OnApplicationBootstrap {
  private readonly timers: TimerQueue;

  constructor(
    private readonly registry: QuietRegistry,
    pool: Pool,
  ) {
    this.timers = new TimerQueue(pool, SCHEMA);
  }

  onApplicationBootstrap(): void {
    this.registry.add(async (tenant) => {
      const [nextDue, parked] = await Promise.all([this.timers.earliest(tenant), this.timers.countParked(tenant)]);
      return { busy: [], parked, ...(nextDue === undefined ? {} : { nextDue }) };
    });
  }
}
