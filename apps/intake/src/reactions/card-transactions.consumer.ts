import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readable, TenantDirectory } from '@dispute/app-kit';
import { CardTransaction, TOPICS, validate } from '@dispute/contracts';
import type { IncomingBatch, IncomingRecord } from '@dispute/messaging';
import { SetAside } from '../transactions/set-aside.js';
import { readMessage } from './read-message.js';
import { takeOrElse } from './take-or-else.js';
import { TransactionFeed } from '../transactions/transaction-feed.js';

const TYPE = 'card.transaction.v1';

/** The transaction feed over Kafka. What cannot be read is set aside; the feed goes on. */
@Controller()
export class CardTransactionsConsumer {
  constructor(
    private readonly feed: TransactionFeed,
    private readonly directory: TenantDirectory,
    private readonly setAside: SetAside,
  ) {}

  @EventPattern(TOPICS.cardTransactions.name)
  async take(@Payload() batch: IncomingBatch): Promise<void> {
    for (const record of batch.records) {
      const setAside = ({ message }: Error) => this.setAside.put(record, `It cannot be taken: ${message}`);
      await takeOrElse(() => this.takeOne(record), setAside);
    }
  }

  private async takeOne(record: IncomingRecord): Promise<void> {
    const read = readMessage(record);
    if (!read.ok) return this.setAside.put(record, read.reason);
    const { tenant, type, data } = read.event;
    if (type !== TYPE) return this.setAside.put(record, `ce_type must be ${TYPE}, not ${type}`);
    if (!(await this.directory.modeOf(tenant))) return this.setAside.put(record, `there is no tenant ${tenant}`);
    const checked = readable(validate(CardTransaction, data));
    if (!checked.ok) return this.setAside.put(record, checked.rejection.detail);
    await this.feed.take(tenant, checked.value);
  }
}
