import { Module } from '@nestjs/common';
import { ConsoleController } from './console/console.controller.js';
import { DisputeList } from './http/dispute-list.js';
import { DisputesController } from './http/disputes.controller.js';
import { UnmatchedClaimsController } from './http/unmatched-claims.controller.js';
import { QueuesController } from './http/queues.controller.js';
import { TenantsController } from './http/tenants.controller.js';
import { OtherApps } from './other-apps.js';
import { ParkedController } from './parked/parked.controller.js';
import { DisputeEventsConsumer } from './projections/dispute-events.consumer.js';
import { ListProgress } from './projections/list-progress.js';

@Module({
  controllers: [
    ConsoleController,
    DisputesController,
    ParkedController,
    QueuesController,
    TenantsController,
    UnmatchedClaimsController,
    DisputeEventsConsumer,
  ],
  providers: [DisputeList, ListProgress, OtherApps],
})
export class OpsModule {}
