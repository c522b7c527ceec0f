import { runApp } from '@dispute/app-kit';
import { GatewayConfig } from './config.js';
import { GatewayModule } from './gateway.module.js';
import { SCHEMA, gatewayMigrations } from './migrations.js';

await runApp({
  name: 'network-gateway',
  port: 4004,
  schema: SCHEMA,
  migrations: gatewayMigrations,
  module: GatewayModule,
  Config: GatewayConfig,
});
