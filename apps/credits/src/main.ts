import { runApp, AppConfig } from '@dispute/app-kit';
import { CreditsModule } from './credits.module.js';
import { creditsMigrations } from './migrations.js';

await runApp({
  name: 'credits',
  port: 4003,
  schema: 'credits',
  migrations: creditsMigrations,
  module: CreditsModule,
  Config: AppConfig,
});
