import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyModule } from '@dispute/app-kit';
import { ConsoleController } from './console/console.controller.js';
import { DisputeList } from './http/dispute-list.js';
import { DisputesController } from './http/disputes.controller.js';
import { UnmatchedClaimsController } from './http/unmatched-claims.controller.js';
import { OwnWrites } from './http/own-writes.interceptor.js';
import { ProjectionsController } from './http/projections.controller.js';
import { QueuesController } from './http/queues.controller.js';
import { TenantsController } from './http/tenants.controller.js';
import { SCHEMA } from './migrations.js';
import { OtherApps } from './other-apps.js';
import { ParkedController } from './parked/parked.controller.js';
import { DisputeEventsConsumer } from './projections/dispute-events.consumer.js';
import { ListBuilder } from './projections/list-builder.js';
import { ListProgress } from './projections/list-progress.js';
import { ListVersions } from './projections/list-versions.js';

@Module({
  imports: [IdempotencyModule.forSchema(SCHEMA)],
  controllers: [
    ConsoleController,
    DisputesController,
    ParkedController,
    ProjectionsController,
    QueuesController,
    TenantsController,
    UnmatchedClaimsController,
    DisputeEventsConsumer,
  ],
  providers: [
    DisputeList,
    ListBuilder,
    ListProgress,
    ListVersions,
    OtherApps,
    { provide: APP_INTERCEPTOR, useClass: OwnWrites },
  ],
})
export class OpsModule {}
