import { idempotencyMigration, sqlMigration } from '@dispute/app-kit';
import { eventStoreFunctions, eventStoreMigration } from '@dispute/event-store';
import { consumerMigration } from '@dispute/projections';
import { deliveryTables } from './delivery-tables.js';
import { endpointTables } from './endpoint-tables.js';
import { webhookTables } from './webhook-tables.js';

export const SCHEMA = 'notifier';

export const notifierMigrations = [
  sqlMigration('Consumers1700000000001', consumerMigration(SCHEMA)),
  sqlMigration('EventStore1700000000002', eventStoreMigration(SCHEMA)),
  webhookTables,
  deliveryTables,
  endpointTables,
  sqlMigration('IdempotentAnswers1700000000006', idempotencyMigration(SCHEMA)),
  sqlMigration('EventStoreFunctions1700000000009', eventStoreFunctions(SCHEMA)),
];
