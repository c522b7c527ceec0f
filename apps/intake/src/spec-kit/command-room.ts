import type { Pool } from 'pg';
import { pino } from 'pino';
import { TenantClock, TenantDirectory } from '@dispute/app-kit';
import { EventStore, OutcomeFeed } from '@dispute/event-store';
import type { IncomingBatch, IncomingRecord } from '@dispute/messaging';
import { ChangeDispute } from '../commands/change-dispute.js';
import { ChangePlanner } from '../commands/change-planner.js';
import { DisputeCommands } from '../commands/dispute-commands.js';
import { OpensDisputes } from '../commands/open-dispute.js';
import { SCHEMA } from '../migrations.js';
import { CardTransactionsConsumer } from '../reactions/card-transactions.consumer.js';
import type { CommandResults } from '../reactions/command-results.js';
import { DisputeCommandsConsumer } from '../reactions/dispute-commands.consumer.js';
import { SetAside } from '../transactions/set-aside.js';
import { TransactionFeed } from '../transactions/transaction-feed.js';

/** What platform teams send to, on a real database and without Kafka: batches are handed in. */
export function commandRoom(pool: Pool) {
  const logger = pino({ level: 'silent' });
  const store = new EventStore(pool, { schema: SCHEMA });
  const directory = new TenantDirectory(pool);
  const commands = new DisputeCommands(store, new TenantClock(pool, directory));
  const feed = new TransactionFeed(pool);
  const opens = new OpensDisputes(commands, feed, directory);
  const changes = new ChangeDispute(commands, new ChangePlanner(store));
  const setAside = new SetAside(pool, logger);
  const results = { wake: () => undefined } as unknown as CommandResults;
  return {
    ...{ directory, commands, feed, opens },
    outcomes: new OutcomeFeed(pool, SCHEMA),
    consumer: new DisputeCommandsConsumer(opens, changes, commands, directory, results, setAside, logger),
    transactions: new CardTransactionsConsumer(feed, directory, setAside),
  };
}
export type CommandRoom = ReturnType<typeof commandRoom>;

let offset = 0;

export const messageOf = (value: unknown, headers: Record<string, string>, key: string | null): IncomingRecord => ({
  ...{ topic: 'in', partition: 0, offset: String(++offset), key, headers },
  value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});

export const batchOf = (...records: IncomingRecord[]): IncomingBatch => ({
  ...{ topic: 'in', partition: 0, records },
  heartbeat: () => Promise.resolve(),
  isRunning: () => true,
});
