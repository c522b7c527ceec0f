import { runApp } from '@dispute/app-kit';
import { NotifierModule } from './app.module.js';
import { notifierMigrations, SCHEMA } from './migrations/index.js';
import { NotifierConfig } from './notifier-config.js';

await runApp({
  name: 'notifier',
  port: 4002,
  schema: SCHEMA,
  migrations: notifierMigrations,
  module: NotifierModule,
  Config: NotifierConfig,
});
