import { runApp } from '@dispute/app-kit';
import { SandboxConfig } from './config.js';
import { SandboxModule } from './sandbox.module.js';
import { migrations, SCHEMA } from './store/migrations.js';
import { BODY_LIMIT, keepRawBodies } from './wire/raw-body.js';

await runApp({
  name: 'network-sandbox',
  port: 4005,
  schema: SCHEMA,
  migrations,
  module: SandboxModule,
  Config: SandboxConfig,
  bodyLimit: BODY_LIMIT,
  configure: async (app) => keepRawBodies(app.getHttpAdapter().getInstance()),
});
