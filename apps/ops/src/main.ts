import { AppConfig, runApp } from '@dispute/app-kit';
import { OpsModule } from './ops.module.js';
import { opsMigrations, SCHEMA } from './migrations.js';

await runApp({
  name: 'ops',
  port: 4001,
  schema: SCHEMA,
  migrations: opsMigrations,
  module: OpsModule,
  Config: AppConfig,
});
