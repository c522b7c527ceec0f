import type { StoredEvent } from '@dispute/contracts';
import type { LookupEntry, StreamAppend, TimerChanges } from '@dispute/event-store';
import type { CommandMeta, Instant, Rejection } from '@dispute/kernel';

export type Histories = ReadonlyMap<string, readonly StoredEvent[]>;

/** What a command would store, decided on the histories that it was shown. */
export interface Plan {
  readonly ok: true;
  readonly disputeId: string;
  /** When it was decided, on the tenant's clock: never before what the dispute has already seen. */
  readonly at: Instant;
  /** The dispute's stream first, then others of the same shard. */
  readonly streams: readonly StreamAppend[];
  readonly resultId: string | null;
  readonly timers?: TimerChanges;
  readonly lookups?: readonly LookupEntry[];
  readonly ruleVersion?: string;
}
export type Planned = Plan | { readonly ok: false; readonly rejection: Rejection };

/** A command as the handler runs it: where it belongs, what it reads, how it decides. */
export interface Task {
  readonly shard: number;
  readonly reads: readonly string[];
  /** HTTP status of its success. */
  readonly status: number;
  plan(histories: Histories, meta: CommandMeta): Promise<Planned>;
}
