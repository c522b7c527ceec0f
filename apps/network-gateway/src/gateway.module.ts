import { Module } from '@nestjs/common';
import { EventSourcingModule } from '@dispute/app-kit';
import { TOPICS } from '@dispute/contracts';
import { ClaimBook } from './claims/claim-book.js';
import { DocumentShelf } from './documents/document-shelf.js';
import { ClaimsController } from './http/claims.controller.js';
import { UnmatchedController } from './http/unmatched.controller.js';
import { SCHEMA } from './migrations.js';
import { CaseFinder } from './network/case-finder.js';
import { MastercomClient } from './network/mastercom-client.js';
import { Executors } from './operations/executors.js';
import { OpenClaim } from './operations/open-claim.js';
import { ClaimLooker } from './polling/claim-looker.js';
import { ClaimSweep } from './polling/claim-sweep.js';
import { ClaimObserver } from './polling/claim-observer.js';
import { LookAgain } from './polling/look-again.js';
import { QueuePoller } from './polling/queue-poller.js';
import { QueueReader } from './polling/queue-reader.js';
import { Unmatched } from './polling/unmatched.js';
import { ClaimDesk } from './projections/claim-desk.js';
import { WorkList } from './projections/work-list.js';
import { DisputeEventsConsumer } from './reactions/dispute-events.consumer.js';
import { OperationRunner } from './worker/operation-runner.js';
import { OperationWorker } from './worker/operation-worker.js';

@Module({
  imports: [
    EventSourcingModule.forSchema({
      schema: SCHEMA,
      topic: TOPICS.networkEvents,
      ceSource: '/dispute-platform/network-gateway',
    }),
  ],
  controllers: [ClaimsController, UnmatchedController, DisputeEventsConsumer],
  providers: [
    MastercomClient,
    CaseFinder,
    DocumentShelf,
    ClaimBook,
    ClaimDesk,
    WorkList,
    Unmatched,
    LookAgain,
    ClaimObserver,
    ClaimLooker,
    OpenClaim,
    Executors,
    OperationRunner,
    OperationWorker,
    QueueReader,
    QueuePoller,
    ClaimSweep,
  ],
})
export class GatewayModule {}
