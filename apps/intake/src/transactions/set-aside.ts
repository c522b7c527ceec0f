import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { legible, LOGGER } from '@dispute/app-kit';
import { maskCardNumbers } from '@dispute/contracts';
import type { IncomingRecord } from '@dispute/messaging';
import { SCHEMA } from '../migrations.js';

const setAside = new Counter({
  name: 'messages_set_aside_total',
  help: 'Messages that could not be read and wait for a person',
  labelNames: ['topic'],
});

/** Keeps messages that nobody can be answered about, so that the consumer goes on and nothing is lost. */
@Injectable()
export class SetAside {
  constructor(
    private readonly pool: Pool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async put(record: IncomingRecord, reason: string): Promise<void> {
    await this.pool.query(
      `insert into ${SCHEMA}.set_aside (topic, kafka_partition, kafka_offset, tenant, reason, headers, value)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [
        record.topic,
        record.partition,
        record.offset,
        legible(record.headers['ce_tenant'] ?? '') || null,
        legible(reason),
        JSON.stringify(record.headers),
        masked(record.value),
      ],
    );
    setAside.inc({ topic: record.topic });
    this.logger.warn(
      { topic: record.topic, partition: record.partition, offset: record.offset, reason },
      'a message was set aside',
    );
  }
}

/** The bytes as they came, but for card numbers: nobody has told us yet what any of this is. */
const masked = (value: Buffer | null): Buffer | null =>
  value && Buffer.from(maskCardNumbers(value.toString('latin1')), 'latin1');
