import { Module } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import {
  Consumers,
  EventSourcingModule,
  IdempotencyModule,
  LOGGER,
  MESSAGES,
  TenantClock,
  TenantDirectory,
} from '@dispute/app-kit';
import { EventStore, Leases } from '@dispute/event-store';
import type { MessageClient } from '@dispute/messaging';
import { ProjectionConsumer } from '@dispute/projections';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeliveryStreams } from './deliveries/delivery-streams.js';
import { catchUpDeliveries, deliveryWork } from './deliveries/delivery-work.js';
import { Dispatcher } from './deliveries/dispatcher.js';
import { DeliveryHistory } from './deliveries/history.service.js';
import { WebhookSender } from './deliveries/webhook-sender.js';
import { Endpoints } from './endpoints/endpoints.service.js';
import { WebhooksController } from './endpoints/webhooks.controller.js';
import { SCHEMA } from './migrations/index.js';
import { NotifierConfig } from './notifier-config.js';
import { Housekeeping } from './operations/housekeeping.js';
import { Lanes } from './operations/lanes.js';
import { countAttempt } from './operations/metrics.js';
import { NotifierStillness } from './operations/notifier-stillness.js';
import { NotifierWork } from './operations/notifier-work.js';
import { FanOut } from './outbox/fan-out.js';
import { KafkaOutbox } from './outbox/kafka-outbox.js';
import { DisputeEventsConsumer } from './webhooks/dispute-events.consumer.js';

const deliveries = [
  {
    provide: ProjectionConsumer,
    inject: [Consumers, EventStore],
    useFactory: (consumers: Consumers, store: EventStore) => deliveryWork(consumers, SCHEMA, store),
  },
  {
    provide: DeliveryStreams,
    inject: [EventStore, ProjectionConsumer],
    useFactory: (store: EventStore, work: ProjectionConsumer) => new DeliveryStreams(store, work),
  },
  {
    provide: WebhookSender,
    inject: [NotifierConfig],
    useFactory: (config: NotifierConfig) =>
      new WebhookSender({
        timeoutMs: config.WEBHOOK_TIMEOUT_MS,
        sandboxRanges: config.WEBHOOK_SANDBOX_RANGES.split(','),
      }),
  },
  {
    provide: Dispatcher,
    inject: [Pool, WebhookSender, DeliveryStreams, TenantClock, TenantDirectory, LOGGER, NotifierConfig],
    useFactory: (
      pool: Pool,
      sender: WebhookSender,
      streams: DeliveryStreams,
      clock: TenantClock,
      directory: TenantDirectory,
      logger: Logger,
      config: NotifierConfig,
    ) =>
      new Dispatcher({
        ...{ pool, sender, streams, clock, directory, logger },
        concurrency: config.WEBHOOK_CONCURRENCY,
        onAttempt: countAttempt,
      }),
  },
];

const outbox = [
  {
    provide: KafkaOutbox,
    inject: [Pool, MESSAGES],
    useFactory: (pool: Pool, client: MessageClient) => new KafkaOutbox(pool, client),
  },
  {
    provide: FanOut,
    inject: [Pool, TenantClock, DeliveryStreams],
    useFactory: (pool: Pool, clock: TenantClock, streams: DeliveryStreams) => new FanOut(pool, clock, streams),
  },
  {
    provide: Lanes,
    inject: [Leases, EventStore, ProjectionConsumer, NotifierConfig, LOGGER],
    useFactory: (
      ...[leases, store, work, config, logger]: [Leases, EventStore, ProjectionConsumer, NotifierConfig, Logger]
    ) => new Lanes({ leases, logger, ttlMs: config.LANE_LEASE_MS, onTaken: () => catchUpDeliveries(store, work) }),
  },
];

@Module({
  imports: [
    EventSourcingModule.forSchema({ schema: SCHEMA, ceSource: '/dispute-platform/notifier' }),
    IdempotencyModule.forSchema(SCHEMA),
  ],
  controllers: [WebhooksController, DeliveriesController, DisputeEventsConsumer],
  providers: [...deliveries, ...outbox, Endpoints, DeliveryHistory, NotifierWork, Housekeeping, NotifierStillness],
})
export class NotifierModule {}
