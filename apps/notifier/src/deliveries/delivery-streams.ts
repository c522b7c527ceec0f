import type { Dated, DeliveryEvent, DomainEvent, StoredEvent } from '@dispute/contracts';
import { type DeliveryCommand, deliveryDecider } from '@dispute/domain';
import type { AppendRequest, EventStore } from '@dispute/event-store';
import { realClock } from '@dispute/app-kit';
import type { ProjectionConsumer } from '@dispute/projections';
import { type Actor, type CommandMeta, fold, type Instant, type Rejection } from '@dispute/kernel';
import { type DeliveryKey, streamOf } from './delivery-key.js';

/** A command about one delivery and what is stored beside its events. */
export interface DeliveryOrderCommand {
  readonly key: DeliveryKey;
  readonly disputeId: string;
  readonly commandId: string;
  /** The tenant's clock. */
  readonly occurredAt: Instant;
  readonly actor: Actor;
  readonly traceparent: string | null;
  readonly command: DeliveryCommand;
}

/** The delivery streams: the truth about what was sent. The work table follows every append at once. */
export class DeliveryStreams {
  constructor(
    private readonly store: EventStore,
    private readonly workTable: ProjectionConsumer,
  ) {}

  /** Decides on the stream as it stands and appends; decides again when another commit came first. */
  async handle(order: DeliveryOrderCommand): Promise<Rejection | undefined> {
    const stream = streamOf(order.key);
    for (;;) {
      const history = (await this.store.load([stream])).histories.get(stream) ?? [];
      const state = fold(deliveryDecider, history as unknown as Dated<DeliveryEvent>[]);
      const decision = deliveryDecider.decide(order.command, state, metaOf(order));
      if (!decision.ok) return decision.rejection;
      // It may have been stored by a try whose second half failed: the table follows now.
      if (decision.events.length === 0) return void (await this.workTable.catchUp(order.key.shard));
      const appended = await this.store.append(appendOf(order, stream, history, decision.events));
      if (appended.verdict === 'conflict') continue;
      if (appended.verdict === 'appended') await this.workTable.consume(order.key.shard, appended.events);
      return undefined;
    }
  }
}

/** Endpoints do not know test clocks: retries are reckoned on the real one. */
function metaOf({ key, commandId, actor }: DeliveryOrderCommand): CommandMeta {
  const newId = (): string => {
    throw new Error('a delivery makes no ids');
  };
  return { commandId, tenant: key.tenant, actor, now: realClock.now(), newId };
}

function appendOf(
  order: DeliveryOrderCommand,
  stream: string,
  history: readonly StoredEvent[],
  events: readonly DomainEvent[],
): AppendRequest {
  const { key, disputeId: subject, commandId, actor, occurredAt, traceparent } = order;
  return {
    tenant: key.tenant,
    shard: key.shard,
    subject,
    streams: [{ stream, expectedVersion: history.length, events }],
    meta: { commandId, actor, occurredAt, ...(traceparent === null ? {} : { traceparent }) },
  };
}
