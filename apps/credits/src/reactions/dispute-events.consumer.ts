import { createHash } from 'node:crypto';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Consumers, eventsOf, TenantClock } from '@dispute/app-kit';
import { type CreditEvent, type Dated, type StoredEvent, TOPICS } from '@dispute/contracts';
import { creditDecider, creditCommandsWhenDisputeTells, type PostCredit, type Reaction } from '@dispute/domain';
import { type AppendRequest, EventStore } from '@dispute/event-store';
import { type CommandMeta, fold, type Instant } from '@dispute/kernel';
import type { IncomingBatch } from '@dispute/messaging';
import { SCHEMA } from '../migrations.js';

const ACTOR = { kind: 'system', id: 'credits' } as const;

/** Posts to the ledger what disputes request, once each, and tells how it went. */
@Controller()
export class DisputeEventsConsumer {
  private readonly consumer;

  constructor(
    consumers: Consumers,
    private readonly store: EventStore,
    private readonly clock: TenantClock,
  ) {
    this.consumer = consumers.reaction({
      schema: SCHEMA,
      consumer: 'credits.dispute-events',
      source: TOPICS.disputeEvents.name,
      store,
      react: (events) => this.react(events),
    });
  }

  @EventPattern(TOPICS.disputeEvents.name)
  take(@Payload() batch: IncomingBatch): Promise<void> {
    return this.consumer.consume(batch.partition, eventsOf(batch));
  }

  private async react(events: readonly StoredEvent[]): Promise<AppendRequest[]> {
    const ledgers = new Map<string, Dated<CreditEvent>[]>();
    const requests: AppendRequest[] = [];
    for (const event of events) {
      for (const reaction of creditCommandsWhenDisputeTells(event)) {
        const request = await this.post(event, reaction, ledgers);
        if (request) requests.push(request);
      }
    }
    return requests;
  }

  private async post(
    cause: StoredEvent,
    { stream, command }: Reaction<PostCredit>,
    ledgers: Map<string, Dated<CreditEvent>[]>,
  ): Promise<AppendRequest | undefined> {
    const history = ledgers.get(stream) ?? (await this.historyOf(stream));
    const meta = metaOf(cause, await this.clock.now(cause.tenant));
    const decided = creditDecider.decide(command, fold(creditDecider, history), meta);
    if (!decided.ok) throw new Error(`the ledger refused ${command.postingId}: ${decided.rejection.detail}`);
    if (decided.events.length === 0) return undefined;
    ledgers.set(stream, [...history, ...decided.events.map((event) => ({ ...event, occurredAt: meta.now }))]);
    return {
      tenant: cause.tenant,
      shard: cause.shard,
      subject: command.disputeId,
      streams: [{ stream, expectedVersion: history.length, events: decided.events }],
      meta: {
        commandId: meta.commandId,
        actor: ACTOR,
        occurredAt: meta.now,
        causationId: cause.eventId,
        ...(cause.correlationId === null ? {} : { correlationId: cause.correlationId }),
        ...(cause.traceparent === null ? {} : { traceparent: cause.traceparent }),
      },
    };
  }

  private async historyOf(stream: string): Promise<Dated<CreditEvent>[]> {
    const { histories } = await this.store.load([stream]);
    return [...(histories.get(stream) ?? [])] as unknown as Dated<CreditEvent>[];
  }
}

/** Postings have their ids from the dispute: the ledger draws none. */
function metaOf(cause: StoredEvent, now: Instant): CommandMeta {
  return {
    commandId: createHash('sha256').update(`${cause.eventId}\npost-credit`).digest('hex'),
    tenant: cause.tenant,
    actor: ACTOR,
    now,
    newId: () => {
      throw new Error('the ledger draws no ids');
    },
  };
}
