import { Controller } from '@nestjs/common';
import { Pool } from 'pg';
import { ParkedQueue, type ParkedRow } from '@dispute/projections';
import { Contract, ContractBody } from '../http/contract.js';
import { INTERNAL_ROUTES } from '../http/internal-routes.js';
import { Consumers } from './consumers.js';

interface Decision {
  readonly schema: string;
  readonly consumer: string;
  readonly version: number;
  readonly source: string;
  readonly shard: number;
  readonly subject: string;
  readonly position: number;
  readonly decision: 'REPLAY' | 'DISCARD';
}

/** What an app's consumers have set aside, for the operators' app. */
@Controller()
export class ParkedController {
  constructor(
    private readonly pool: Pool,
    private readonly consumers: Consumers,
  ) {}

  @Contract(INTERNAL_ROUTES.parked)
  async list(): Promise<{ parked: (ParkedRow & { schema: string })[] }> {
    const lists = this.consumers.schemasInUse.map(async (schema) =>
      (await new ParkedQueue(this.pool, schema).list(1000)).map((row) => ({ ...row, schema })),
    );
    return { parked: (await Promise.all(lists)).flat() };
  }

  @Contract(INTERNAL_ROUTES.decideParked)
  async decide(@ContractBody() body: Decision): Promise<{ found: boolean }> {
    if (!this.consumers.schemasInUse.includes(body.schema)) return { found: false };
    const queue = new ParkedQueue(this.pool, body.schema);
    if (body.decision === 'REPLAY') return { found: await queue.replay(body) };
    const dropped = await queue.discard(body, body.position);
    await queue.replay(body);
    return { found: dropped.length > 0 };
  }
}
