import type { Actor, Instant } from '@dispute/kernel';

/** An event as a decider produces it. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** An event as an aggregate folds it: what happened, and when on the tenant's clock. */
export interface DatedEvent<Type extends string = string, Data = unknown> extends DomainEvent<Type, Data> {
  readonly occurredAt: Instant;
}

/** An event as the store keeps it, the relay sends it and every consumer reads it. */
export interface StoredEvent<Type extends string = string, Data = unknown> extends DatedEvent<Type, Data> {
  /** Rises with each restore of a backup. */
  readonly epoch: number;
  readonly shard: number;
  /** 1, 2, 3 … inside the shard, without a gap. */
  readonly position: number;
  readonly stream: string;
  /** 1, 2, 3 … inside the stream. */
  readonly version: number;
  readonly eventId: string;
  readonly tenant: string;
  /** The dispute that the event is about: key of its Kafka message. */
  readonly subject: string;
  readonly schemaVersion: number;
  /** The real clock when it was stored. */
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly commandId: string;
  readonly causationId: string | null;
  readonly correlationId: string | null;
  readonly traceparent: string | null;
  /** Place inside its commit, from 0, and how many events the commit has. */
  readonly commitIndex: number;
  readonly commitSize: number;
  /** Number of the dispute's webhook that this commit makes; null on streams without webhooks. */
  readonly webhookSequence: number | null;
  readonly ruleVersion: string | null;
  readonly calendarVersion: string | null;
}

/** A stored event for whoever passes it on unread: its data as the text that is stored, byte for byte. */
export interface WrittenEvent extends Omit<StoredEvent, 'data'> {
  readonly written: string;
}

/** Union of the events of a catalogue "type → data". */
export type EventsOf<Catalogue extends Record<string, unknown>> = {
  [Type in keyof Catalogue & string]: DomainEvent<Type, Catalogue[Type]>;
}[keyof Catalogue & string];

export type Dated<Event extends DomainEvent> = Event & { readonly occurredAt: Instant };
export type Stored<Event extends DomainEvent> = Event & Omit<StoredEvent, 'type' | 'data'>;
