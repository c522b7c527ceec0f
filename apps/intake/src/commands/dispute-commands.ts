import { Injectable } from '@nestjs/common';
import { legible, TenantClock } from '@dispute/app-kit';
import { type Problem, problemOf, rejectionOf, type StoredEvent } from '@dispute/contracts';
import { calendarVersion } from '@dispute/domain';
import {
  type AppendRequest,
  type AppendVerdict,
  EventStore,
  type KnownOutcome,
  type OutcomeKey,
} from '@dispute/event-store';
import { type CommandMeta, REFUSALS, type Rejection, shardOfTransaction } from '@dispute/kernel';
import { foldDispute } from './dispute-history.js';
import { type Handled, refusedWith } from './handled.js';
import { fingerprintOf, type Intent, metaOf } from './intent.js';
import type { Plan, Task } from './plan.js';
import { pointed } from './pointed.js';

const ATTEMPTS = 3;
const BUSY: Rejection = {
  code: 'TEMPORARILY_UNAVAILABLE',
  detail: 'Others are changing this dispute at the same time; nothing was stored. Send the request again.',
};

/** The way of one command: load, decide, append with the exact version; on a conflict load and decide again. */
@Injectable()
export class DisputeCommands {
  constructor(
    private readonly store: EventStore,
    private readonly clock: TenantClock,
  ) {}

  async run(intent: Intent, task: Task): Promise<Handled> {
    const meta = metaOf(intent, await this.clock.now(intent.tenant), task.shard);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const handled = await this.attempt(intent, task, meta);
      if (handled) return handled;
    }
    return refusedWith(BUSY);
  }

  /** Undefined: somebody else was first on one of the streams. */
  private async attempt(intent: Intent, task: Task, meta: CommandMeta): Promise<Handled | undefined> {
    const { histories, outcome } = await this.store.load(task.reads, keyOf(intent));
    if (outcome) return this.answerKnown(intent, outcome);
    const planned = await task.plan(histories, meta);
    if (!planned.ok) return this.refuse(intent, pointed(planned.rejection), meta);
    const before = histories.get(mainStreamOf(planned)) ?? [];
    const isNothingNew = planned.streams.every(({ events }) => events.length === 0);
    if (isNothingNew && intent.key === undefined) return answerFrom(before, planned.resultId);
    const verdict = await this.store.append(requestOf(intent, task, planned, meta));
    return this.answerVerdict(intent, planned, before, verdict);
  }

  private async answerVerdict(
    intent: Intent,
    planned: Plan,
    before: readonly StoredEvent[],
    verdict: AppendVerdict,
  ): Promise<Handled | undefined> {
    if (verdict.verdict === 'conflict') return undefined;
    if (verdict.verdict === 'known') return this.answerKnown(intent, verdict.outcome);
    const added = verdict.events.filter(({ stream }) => stream === mainStreamOf(planned));
    return answerFrom([...before, ...added], planned.resultId, verdict.events);
  }

  /** Refusals of Kafka commands are stored, because their results are produced from what is stored. */
  private async refuse(intent: Intent, rejection: Rejection, meta: CommandMeta): Promise<Handled> {
    const { channel, key, about } = intent;
    if (channel !== 'kafka' || key === undefined) return refusedWith(rejection);
    const verdict = await this.store.append({
      tenant: intent.tenant,
      shard: shardOfTransaction(intent.tenant, key),
      subject: about ?? key,
      streams: [],
      meta: appendMetaOf(intent, meta),
      outcome: {
        principal: intent.principal,
        key,
        fingerprint: fingerprintOf(intent.asked),
        channel,
        status: REFUSALS[rejection.code].status,
        problem: storable(problemOf(rejection)),
        ...(about === undefined ? {} : { subject: about }),
      },
    });
    return verdict.verdict === 'known' ? this.answerKnown(intent, verdict.outcome) : refusedWith(rejection);
  }

  /** Records the refusal of a Kafka command that never came as far as a plan. */
  async refuseUnplanned(intent: Intent, rejection: Rejection): Promise<Handled> {
    return this.refuse(intent, rejection, metaOf(intent, await this.clock.now(intent.tenant), 0));
  }

  private async answerKnown(intent: Intent, outcome: KnownOutcome): Promise<Handled> {
    if (outcome.fingerprint !== fingerprintOf(intent.asked)) {
      return refusedWith({
        code: 'IDEMPOTENCY_INVALID_REUSE',
        detail: 'This idempotency key was used for a different request; use a new key for each request.',
      });
    }
    if (outcome.problem) return refusedWith(rejectionOf(outcome.problem as Problem));
    const { stream, version, resultId } = outcome;
    if (stream === null || version === null) throw new Error(`the outcome ${outcome.key} has no stream`);
    const { histories } = await this.store.load([stream]);
    return answerFrom(
      (histories.get(stream) ?? []).filter((event) => event.version <= version),
      resultId,
    );
  }
}

const mainStreamOf = (plan: Plan): string => plan.streams[0]?.stream ?? '';

const keyOf = ({ tenant, principal, key }: Intent): OutcomeKey | undefined =>
  key === undefined ? undefined : { tenant, principal, key };

/** The dispute as its history leaves it; what is answered is folded, never stored. */
function answerFrom(
  history: readonly StoredEvent[],
  resultId: string | null,
  commit: readonly StoredEvent[] = [],
): Handled {
  const dispute = foldDispute(history);
  const newest = history.at(-1);
  const place = commit.at(-1) ?? newest;
  if (!dispute || !newest || !place) throw new Error('a command was stored without a dispute');
  return {
    ok: true,
    dispute,
    version: newest.version,
    resultId,
    at: newest.occurredAt,
    consistencyToken: `${place.epoch}:${place.shard}:${place.position}`,
  };
}

function requestOf(intent: Intent, task: Task, plan: Plan, meta: CommandMeta): AppendRequest {
  return {
    tenant: intent.tenant,
    shard: task.shard,
    subject: plan.disputeId,
    streams: plan.streams,
    meta: {
      ...appendMetaOf(intent, { ...meta, now: plan.at }),
      ...(plan.ruleVersion === undefined ? {} : { ruleVersion: plan.ruleVersion }),
    },
    ...(plan.timers ? { timers: plan.timers } : {}),
    ...(plan.lookups ? { lookups: plan.lookups } : {}),
    ...(intent.key === undefined ? {} : { outcome: outcomeOf(intent, task, plan) }),
  };
}

function appendMetaOf(intent: Intent, meta: CommandMeta): AppendRequest['meta'] {
  return {
    commandId: meta.commandId,
    actor: meta.actor,
    occurredAt: meta.now,
    calendarVersion,
    ...(intent.causationId === undefined ? {} : { causationId: intent.causationId }),
    ...(intent.correlationId === undefined ? {} : { correlationId: intent.correlationId }),
    ...(intent.traceparent === undefined ? {} : { traceparent: intent.traceparent }),
  };
}

function outcomeOf(intent: Intent, task: Task, plan: Plan): NonNullable<AppendRequest['outcome']> {
  const stream = plan.streams[0]?.stream;
  return {
    principal: intent.principal,
    key: intent.key ?? '',
    fingerprint: fingerprintOf(intent.asked),
    channel: intent.channel,
    status: task.status,
    subject: plan.disputeId,
    ...(stream === undefined ? {} : { stream }),
    ...(plan.resultId === null ? {} : { resultId: plan.resultId }),
  };
}

/** Of what a refusal quotes, its sentences and pointers need less. */
const LONGEST_TEXT = 20_000;

/** A refusal may quote what cannot be stored, and more of it than a message can carry. */
const storable = (problem: Problem): unknown =>
  JSON.parse(JSON.stringify(problem), (_, value: unknown) =>
    typeof value === 'string' ? legible(value.slice(0, LONGEST_TEXT)) : value,
  );
