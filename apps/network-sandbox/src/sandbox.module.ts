import { Module } from '@nestjs/common';
import { IdempotencyModule } from '@dispute/app-kit';
import { GatewayDirectory } from './control/gateway-directory.js';
import { SandboxController } from './control/sandbox.controller.js';
import { CaseListsController } from './http/case-lists.controller.js';
import { CasesController } from './http/cases.controller.js';
import { ChargebackListsController } from './http/chargeback-lists.controller.js';
import { ChargebacksController } from './http/chargebacks.controller.js';
import { ClaimEventsController } from './http/claim-events.controller.js';
import { ClaimsController } from './http/claims.controller.js';
import { QueuesController } from './http/queues.controller.js';
import { ReportsController } from './http/reports.controller.js';
import { TransactionsController } from './http/transactions.controller.js';
import { UnknownRoutesController } from './http/unknown-routes.controller.js';
import { ClaimStore } from './store/claim-store.js';
import { ClearedTransactions } from './store/cleared-transactions.js';
import { FaultStore } from './store/fault-store.js';
import { SCHEMA } from './store/migrations.js';
import { NonceStore } from './store/nonce-store.js';
import { PaperStore } from './store/paper-store.js';
import { QueueStore } from './store/queue-store.js';
import { ReportStore } from './store/report-store.js';
import { OAuthGuard } from './wire/oauth.guard.js';
import { WeatherInterceptor } from './wire/weather.interceptor.js';

/** A card network that is somebody else's: Mastercom v6 for one issuer, and the strings that move its other side. */
@Module({
  imports: [IdempotencyModule.forSchema(SCHEMA)],
  controllers: [
    TransactionsController,
    ClaimsController,
    ClaimEventsController,
    ChargebacksController,
    ChargebackListsController,
    CaseListsController,
    CasesController,
    QueuesController,
    ReportsController,
    SandboxController,
    UnknownRoutesController,
  ],
  providers: [
    ClaimStore,
    QueueStore,
    PaperStore,
    ReportStore,
    FaultStore,
    NonceStore,
    ClearedTransactions,
    GatewayDirectory,
    OAuthGuard,
    WeatherInterceptor,
  ],
})
export class SandboxModule {}
