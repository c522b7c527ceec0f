import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TenantClock } from '@dispute/app-kit';
import type { StoredEvent } from '@dispute/contracts';
import { calendarVersion, type DisputeCommand, type Reaction } from '@dispute/domain';
import { type AppendRequest, type StreamAppend } from '@dispute/event-store';
import { type CommandMeta, epochMs, type Instant, mintId, shardOfId } from '@dispute/kernel';
import { ChangePlanner } from '../commands/change-planner.js';
import type { Plan } from '../commands/plan.js';

/** Turns what other apps have told into commits on disputes; the same event always makes the same commands and ids. */
@Injectable()
export class DisputeReactions {
  constructor(
    private readonly planner: ChangePlanner,
    private readonly clock: TenantClock,
  ) {}

  /** One commit per command, decided one after the other on what the ones before it leave. */
  async react(
    events: readonly StoredEvent[],
    reactionsTo: (event: StoredEvent) => readonly Reaction<DisputeCommand>[],
  ): Promise<AppendRequest[]> {
    const histories = new Map<string, StoredEvent[]>();
    const requests: AppendRequest[] = [];
    for (const event of events) {
      for (const [index, reaction] of reactionsTo(event).entries()) {
        const request = await this.requestOf(event, reaction, index, histories);
        if (request) requests.push(request);
      }
    }
    return requests;
  }

  private async requestOf(
    event: StoredEvent,
    reaction: Reaction<DisputeCommand>,
    index: number,
    histories: Map<string, StoredEvent[]>,
  ): Promise<AppendRequest | undefined> {
    const { disputeId, command } = reaction;
    const meta = metaOf(event, reaction, index, await this.clock.now(event.tenant));
    const read = this.planner.reading(histories);
    const planned = await this.planner.plan(disputeId, command, meta, read);
    if (!planned.ok) throw new Error(`${event.type} was refused: ${planned.rejection.detail}`);
    if (planned.streams.every((append) => append.events.length === 0)) return undefined;
    for (const append of planned.streams)
      histories.set(append.stream, [...(await read(append.stream)), ...inHand(append, event, planned.at)]);
    return appendOf(planned, event, reaction, meta);
  }
}

function appendOf(
  plan: Plan,
  cause: StoredEvent,
  { disputeId, actor }: Reaction<DisputeCommand>,
  meta: CommandMeta,
): AppendRequest {
  return {
    tenant: cause.tenant,
    shard: shardOfId(disputeId),
    subject: disputeId,
    streams: plan.streams,
    ...(plan.timers ? { timers: plan.timers } : {}),
    ...(plan.lookups ? { lookups: plan.lookups } : {}),
    meta: {
      commandId: meta.commandId,
      actor,
      occurredAt: plan.at,
      calendarVersion,
      causationId: cause.eventId,
      ...(plan.ruleVersion === undefined ? {} : { ruleVersion: plan.ruleVersion }),
      ...(cause.correlationId === null ? {} : { correlationId: cause.correlationId }),
      ...(cause.traceparent === null ? {} : { traceparent: cause.traceparent }),
    },
  };
}

function metaOf(
  event: StoredEvent,
  { command, disputeId, actor }: Reaction<DisputeCommand>,
  index: number,
  now: CommandMeta['now'],
): CommandMeta {
  const commandId = createHash('sha256').update(`${event.eventId}\n${command.type}\n${index}`).digest('hex');
  return {
    commandId,
    tenant: event.tenant,
    actor,
    now,
    newId: (n) =>
      mintId(epochMs(now), createHash('sha256').update(`${commandId}\n${n}`).digest(), shardOfId(disputeId)),
  };
}

/** Events just decided, with what deciding the next ones of the same batch needs of a stored event. */
function inHand(append: StreamAppend, cause: StoredEvent, now: Instant): StoredEvent[] {
  return append.events.map((event, index) => ({
    ...cause,
    ...event,
    stream: append.stream,
    version: append.expectedVersion + index + 1,
    occurredAt: now,
  }));
}
