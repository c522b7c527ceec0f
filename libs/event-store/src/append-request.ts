import type { DomainEvent, StoredEvent } from '@dispute/contracts';
import type { Actor, Instant } from '@dispute/kernel';

/** Events for one stream, at exactly one version. Without events it only demands that version. */
export interface StreamAppend {
  readonly stream: string;
  /** Version of the stream that the decision was made on; 0 for a new stream. */
  readonly expectedVersion: number;
  readonly events: readonly DomainEvent[];
  /** Numbers this commit as one webhook of the stream: the stream's last sequence + 1. */
  readonly webhooks?: boolean;
}

/** What is stored beside every event of a commit. */
export interface AppendMeta {
  readonly commandId: string;
  readonly actor: Actor;
  /** The tenant's clock. */
  readonly occurredAt: Instant;
  readonly causationId?: string;
  readonly correlationId?: string;
  readonly traceparent?: string;
  readonly ruleVersion?: string;
  readonly calendarVersion?: string;
}

export type Channel = 'http' | 'kafka';

/** What became of a command, kept under the caller's key, unique per tenant and principal over all shards. */
export interface OutcomeRecord {
  readonly principal: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly channel: Channel;
  /** HTTP status of the answer. */
  readonly status: number;
  /** One of the request's streams; the outcome keeps its version after this commit. */
  readonly stream?: string;
  /** Id of what the command made, such as an action or a document. */
  readonly resultId?: string;
  readonly problem?: unknown;
  /** Dispute id where it is known; key of a result message. */
  readonly subject?: string;
}

export interface TimerChanges {
  /** One timer per stream and kind: a later one replaces the earlier. `due` is on the tenant's clock. */
  readonly set?: readonly { readonly stream: string; readonly kind: string; readonly due: Instant }[];
  /** With `due` only the timer that was set for that instant goes, not one that has replaced it. */
  readonly clear?: readonly { readonly stream: string; readonly kind: string; readonly due?: Instant }[];
}

/** Leads from an outside id to a stream; unique per tenant, kind and key, the first entry stays. */
export interface LookupEntry {
  readonly kind: string;
  readonly key: string;
  readonly stream: string;
}

/** One commit: everything in it is stored, or nothing. */
export interface AppendRequest {
  readonly tenant: string;
  readonly shard: number;
  /** Dispute id: key of the events' Kafka messages. */
  readonly subject: string;
  /** All in this shard; may be empty where there is only an outcome to keep. */
  readonly streams: readonly StreamAppend[];
  readonly meta: AppendMeta;
  readonly outcome?: OutcomeRecord;
  readonly timers?: TimerChanges;
  readonly lookups?: readonly LookupEntry[];
}

/** The caller's name of a command. */
export interface OutcomeKey {
  readonly tenant: string;
  readonly principal: string;
  readonly key: string;
}

export interface KnownOutcome extends OutcomeKey {
  readonly fingerprint: string;
  readonly channel: Channel;
  readonly status: number;
  readonly stream: string | null;
  readonly version: number | null;
  readonly resultId: string | null;
  readonly problem: unknown;
  readonly subject: string | null;
  readonly shard: number;
  /** The tenant's clock when the command was decided. */
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly traceparent: string | null;
  /** Last position of its commit; null where it stored no event. */
  readonly position: number | null;
}

/** What became of one request of a batch. A conflict and a known outcome have stored nothing. */
export type AppendVerdict =
  | { readonly verdict: 'appended'; readonly events: readonly StoredEvent[] }
  | { readonly verdict: 'conflict'; readonly stream: string }
  | { readonly verdict: 'known'; readonly outcome: KnownOutcome };

/** Handed to the schema's SQL function advance_checkpoint, whose owner knows its fields. */
export type ConsumerGuard = object;
