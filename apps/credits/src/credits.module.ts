import { Module } from '@nestjs/common';
import { EventSourcingModule } from '@dispute/app-kit';
import { TOPICS } from '@dispute/contracts';
import { SCHEMA } from './migrations.js';
import { DisputeEventsConsumer } from './reactions/dispute-events.consumer.js';

@Module({
  imports: [
    EventSourcingModule.forSchema({
      schema: SCHEMA,
      topic: TOPICS.creditEvents,
      ceSource: '/dispute-platform/credits',
    }),
  ],
  controllers: [DisputeEventsConsumer],
})
export class CreditsModule {}
