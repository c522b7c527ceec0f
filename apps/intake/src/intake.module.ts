import { Module } from '@nestjs/common';
import { EventSourcingModule } from '@dispute/app-kit';
import { TOPICS } from '@dispute/contracts';
import { ClockWalker } from './clock/clock-walker.js';
import { ClockWalks } from './clock/clock-walks.js';
import { IntakeStillness } from './clock/intake-stillness.js';
import { Stillness } from './clock/stillness.js';
import { TestClocks } from './clock/test-clock.js';
import { ChangeDispute } from './commands/change-dispute.js';
import { ChangePlanner } from './commands/change-planner.js';
import { DisputeCommands } from './commands/dispute-commands.js';
import { DisputeReader } from './commands/dispute-reader.js';
import { ManagedDisputes } from './commands/managed-disputes.js';
import { OpenCases } from './commands/open-case.js';
import { OpensDisputes } from './commands/open-dispute.js';
import { AuditController } from './http/audit.controller.js';
import { CasesController } from './http/cases.controller.js';
import { DisputesController } from './http/disputes.controller.js';
import { DocumentsController } from './http/documents.controller.js';
import { ManagedDisputesController } from './http/managed-disputes.controller.js';
import { TestClockController } from './http/test-clock.controller.js';
import { TransactionsController } from './http/transactions.controller.js';
import { SCHEMA } from './migrations.js';
import { CardTransactionsConsumer } from './reactions/card-transactions.consumer.js';
import { CommandResults } from './reactions/command-results.js';
import { CreditEventsConsumer } from './reactions/credit-events.consumer.js';
import { DisputeCommandsConsumer } from './reactions/dispute-commands.consumer.js';
import { DisputeReactions } from './reactions/dispute-reactions.js';
import { NetworkEventsConsumer } from './reactions/network-events.consumer.js';
import { FiresTimers } from './timers/fires-timers.js';
import { TimerRunner } from './timers/timer-runner.js';
import { SetAside } from './transactions/set-aside.js';
import { TransactionFeed } from './transactions/transaction-feed.js';

@Module({
  imports: [
    EventSourcingModule.forSchema({
      schema: SCHEMA,
      topic: TOPICS.disputeEvents,
      ceSource: '/dispute-platform/intake',
    }),
  ],
  controllers: [
    AuditController,
    CasesController,
    DocumentsController,
    DisputesController,
    ManagedDisputesController,
    TestClockController,
    TransactionsController,
    CardTransactionsConsumer,
    CreditEventsConsumer,
    DisputeCommandsConsumer,
    NetworkEventsConsumer,
  ],
  providers: [
    ChangeDispute,
    ChangePlanner,
    ClockWalker,
    ClockWalks,
    CommandResults,
    DisputeCommands,
    DisputeReactions,
    DisputeReader,
    FiresTimers,
    IntakeStillness,
    ManagedDisputes,
    OpenCases,
    OpensDisputes,
    SetAside,
    Stillness,
    TestClocks,
    TimerRunner,
    TransactionFeed,
  ],
})
export class IntakeModule {}
