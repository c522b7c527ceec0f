import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TenantClock } from '@dispute/app-kit';
import type { StoredEvent } from '@dispute/contracts';
import { type ClaimCommand, claimDecider } from '@dispute/domain';
import { type AppendRequest, EventStore } from '@dispute/event-store';
import { type Actor, type CommandMeta, type Instant, epochMs, mintId } from '@dispute/kernel';
import { type ClaimView, viewOf } from './claim-view.js';

/** Where a claim's stream is. */
export interface ClaimHome {
  readonly stream: string;
  readonly tenant: string;
  readonly shard: number;
}

/** A claim as its stream has it. */
export interface LoadedClaim {
  readonly home: ClaimHome;
  readonly view: ClaimView;
  readonly history: readonly StoredEvent[];
}

/** One thing to record: the command, about which dispute, on whose behalf. */
export interface ClaimEntry {
  readonly disputeId: string;
  readonly command: ClaimCommand;
  readonly actor?: Actor;
}

const SYSTEM: Actor = { kind: 'system', id: 'network-gateway' };

/** Reads claims and writes them on, one commit an entry; somebody else's commit in between only means reading again. */
@Injectable()
export class ClaimBook {
  private readonly commits = new Map<string, number>();

  constructor(
    private readonly store: EventStore,
    private readonly clock: TenantClock,
  ) {}

  /** Commits of this process for a tenant so far. */
  commitsOf(tenant: string): number {
    return this.commits.get(tenant) ?? 0;
  }

  async load(home: ClaimHome): Promise<LoadedClaim> {
    const { histories } = await this.store.load([home.stream]);
    return loaded(home, histories.get(home.stream) ?? []);
  }

  /** The claim after the entry. An entry that the claim refuses, or that tells nothing new, leaves it as it is. */
  async record(home: ClaimHome, entry: ClaimEntry): Promise<LoadedClaim> {
    for (;;) {
      const claim = await this.load(home);
      const request = requestOf(claim, entry, await this.clock.now(home.tenant));
      if (request === undefined) return claim;
      const verdict = await this.store.append(request);
      if (verdict.verdict !== 'appended') continue;
      this.commits.set(home.tenant, this.commitsOf(home.tenant) + 1);
      return loaded(home, [...claim.history, ...verdict.events]);
    }
  }
}

export const loaded = (home: ClaimHome, history: readonly StoredEvent[]): LoadedClaim => ({
  home,
  history,
  view: viewOf(history),
});

/** The commit of an entry; undefined where it is refused or tells nothing new. @param cause the event that led to it */
export function requestOf(
  { home, view, history }: LoadedClaim,
  { command, disputeId, actor = SYSTEM }: ClaimEntry,
  now: Instant,
  cause: StoredEvent | undefined = causeIn(history, command),
): AppendRequest | undefined {
  const commandId = commandIdOf(command, history.length, cause);
  const decision = claimDecider.decide(command, view, metaOf(home, { commandId, actor, now }));
  if (!decision.ok || decision.events.length === 0) return undefined;
  return {
    tenant: home.tenant,
    shard: home.shard,
    subject: disputeId,
    streams: [{ stream: home.stream, expectedVersion: history.length, events: decision.events }],
    meta: { commandId, actor, occurredAt: now, ...linksOf(cause, disputeId) },
  };
}

function linksOf(cause: StoredEvent | undefined, disputeId: string): Partial<AppendRequest['meta']> {
  if (cause === undefined) return { correlationId: disputeId };
  const { correlationId, eventId: causationId, traceparent } = cause;
  return { correlationId: correlationId ?? disputeId, causationId, ...(traceparent === null ? {} : { traceparent }) };
}

/** What becomes of an operation follows from its request, and carries that request's trace on. */
function causeIn(history: readonly StoredEvent[], command: ClaimCommand): StoredEvent | undefined {
  if (!('operationId' in command)) return undefined;
  return history.find(
    ({ type, data }) =>
      type === 'network.operation-requested.v1' &&
      (data as { operation_id: string }).operation_id === command.operationId,
  );
}

const commandIdOf = (command: ClaimCommand, version: number, cause: StoredEvent | undefined): string =>
  createHash('sha256')
    .update(`${command.type}\n${version}\n${cause?.eventId ?? JSON.stringify(command)}`)
    .digest('hex');

function metaOf(home: ClaimHome, meta: { commandId: string; actor: Actor; now: Instant }): CommandMeta {
  const entropy = (n: number) => createHash('sha256').update(`${home.tenant}\n${meta.commandId}\n${n}`).digest();
  return { ...meta, tenant: home.tenant, newId: (n) => mintId(epochMs(meta.now), entropy(n), home.shard) };
}
