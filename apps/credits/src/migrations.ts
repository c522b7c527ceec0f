import { sqlMigration } from '@dispute/app-kit';
import { eventStoreFunctions, eventStoreMigration } from '@dispute/event-store';
import { consumerMigration } from '@dispute/projections';

export const SCHEMA = 'credits';

export const creditsMigrations = [
  sqlMigration('Consumers1700000000001', consumerMigration(SCHEMA)),
  sqlMigration('EventStore1700000000002', eventStoreMigration(SCHEMA)),
  sqlMigration('EventStoreFunctions1700000000005', eventStoreFunctions(SCHEMA)),
];
