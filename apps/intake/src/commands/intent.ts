import { createHash, randomUUID } from 'node:crypto';
import type { Channel } from '@dispute/event-store';
import { type Actor, type CommandMeta, epochMs, type Instant, mintId } from '@dispute/kernel';

/** Somebody asks something: who, under which name, and how it came in. */
export interface Intent {
  readonly tenant: string;
  readonly actor: Actor;
  readonly channel: Channel;
  /** Whom the idempotency key belongs to. */
  readonly principal: string;
  /** The caller's name for the command; without one the command cannot be repeated. */
  readonly key?: string;
  /** What was asked, for telling a repetition from a reuse of the key. */
  readonly asked: unknown;
  /** Of a Kafka command: what it is about, where its message lets know; a refusal's outcome keeps it. */
  readonly about?: string;
  readonly traceparent?: string;
  readonly causationId?: string;
  readonly correlationId?: string;
}

/** SHA-256 over what was asked, whatever the order of its fields. */
export function fingerprintOf(asked: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(asked)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, part]) => [name, sorted(part)]));
}

/** Ids of a command come from its own id: deciding again, after a conflict or a lost answer, draws the same ones. */
export function metaOf(intent: Intent, now: Instant, shard: number): CommandMeta {
  const commandId = intent.key ?? randomUUID();
  const seed = `${intent.tenant}\n${intent.principal}\n${commandId}`;
  return {
    commandId,
    tenant: intent.tenant,
    actor: intent.actor,
    now,
    newId: (n) => mintId(epochMs(now), createHash('sha256').update(`${seed}\n${n}`).digest(), shard),
  };
}
