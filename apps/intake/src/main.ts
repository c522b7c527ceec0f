import multipart from '@fastify/multipart';
import { AppConfig, runApp } from '@dispute/app-kit';
import { DOCUMENT_MAX_BYTES } from '@dispute/contracts';
import { IntakeModule } from './intake.module.js';
import { intakeMigrations, SCHEMA } from './migrations.js';

await runApp({
  name: 'intake',
  port: 4000,
  schema: SCHEMA,
  migrations: intakeMigrations,
  module: IntakeModule,
  Config: AppConfig,
  takesForeignTopics: true,
  configure: async (app) => {
    const limits = { fileSize: DOCUMENT_MAX_BYTES, files: 1, fields: 0, parts: 1 };
    await app.register(multipart, { limits });
  },
});
