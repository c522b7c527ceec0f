import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { QuietRegistry, type Stillness } from '@dispute/app-kit';
import { countDue } from '../deliveries/delivery-table.js';
import { waitingInOutbox } from '../outbox/outbox-table.js';

/** What the notifier still has to do for a tenant. A delivery that waits for its next attempt waits on the real clock: it does not count. */
@Injectable()
export class NotifierStillness {
  constructor(
    private readonly pool: Pool,
    quiet: QuietRegistry,
  ) {
    quiet.add((tenant) => this.of(tenant));
  }

  async of(tenant: string): Promise<Stillness> {
    const waiting = await waitingInOutbox(this.pool, tenant);
    const due = await countDue(this.pool, tenant);
    const busy = [
      ...(waiting > 0 ? [`${waiting} webhooks have not left the outbox`] : []),
      ...(due > 0 ? [`${due} webhook deliveries are due`] : []),
    ];
    return { busy };
  }
}
