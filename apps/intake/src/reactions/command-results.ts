import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { LOGGER, MESSAGES, topicsMade, WakeableLoop } from '@dispute/app-kit';
import { type CommandResult, type Problem, TOPICS } from '@dispute/contracts';
import { toDisputeResource } from '@dispute/domain';
import { EventStore, type KnownOutcome, Leases, OutcomeFeed } from '@dispute/event-store';
import { mintId, epochMs } from '@dispute/kernel';
import { fitting, type MessageClient, toCloudEvent } from '@dispute/messaging';
import { foldDispute } from '../commands/dispute-history.js';
import { SCHEMA } from '../migrations.js';
import { addressOf } from './result-address.js';

const LEASE = 'command-results';
const LEASE_MS = 10_000;

/** Tells what became of Kafka commands, from the stored outcomes: at least once, each with an id of its own. */
@Injectable()
export class CommandResults implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly outcomes: OutcomeFeed;
  private readonly loop: WakeableLoop;
  private closing = false;

  constructor(
    pool: Pool,
    private readonly store: EventStore,
    private readonly leases: Leases,
    @Inject(MESSAGES) private readonly messages: MessageClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.outcomes = new OutcomeFeed(pool, SCHEMA);
    this.loop = new WakeableLoop({ name: 'command results', everyMs: 500, logger, step: () => this.publish() });
  }

  async onApplicationBootstrap(): Promise<void> {
    const topics = [TOPICS.disputeCommands, TOPICS.disputeCommandResults, TOPICS.cardTransactions];
    const around = { tell: (line: string) => this.logger.error(line), isOver: () => this.closing };
    void topicsMade(this.messages, topics, around).then((made) => made && this.loop.start());
  }

  wake(): void {
    this.loop.wake();
  }

  onApplicationShutdown(): Promise<void> {
    this.closing = true;
    return this.loop.stop();
  }

  /** True: there may be more. */
  private async publish(): Promise<boolean> {
    if ((await this.leases.acquire([LEASE], LEASE_MS)).length === 0) return false;
    const waiting = await this.outcomes.unpublished(100);
    if (waiting.length === 0) return false;
    const records = fitting(await Promise.all(waiting.map((outcome) => this.recordOf(outcome))));
    await this.messages.send(TOPICS.disputeCommandResults.name, records);
    await this.outcomes.markPublished(waiting.slice(0, records.length));
    return true;
  }

  private async recordOf(outcome: KnownOutcome): Promise<ReturnType<typeof toCloudEvent>> {
    const result = await this.resultOf(outcome);
    const event = {
      id: resultId(outcome),
      type: 'dispute.command-result.v1',
      source: '/dispute-platform/intake',
      time: outcome.occurredAt,
      subject: result.dispute_id ?? null,
      tenant: outcome.tenant,
      traceparent: outcome.traceparent,
      data: result,
    };
    return toCloudEvent(event, addressOf(outcome).key);
  }

  private async resultOf(outcome: KnownOutcome): Promise<CommandResult> {
    const common = { command_id: outcome.key, tenant: outcome.tenant, status: outcome.status };
    const { disputeId } = addressOf(outcome);
    const about = disputeId === undefined ? {} : { dispute_id: disputeId };
    if (outcome.problem) return { ...common, ...about, problem: outcome.problem as Problem };
    return { ...common, ...about, ...(await this.bodyOf(outcome)) };
  }

  /** What the command brought about; where that cannot be shown, the sender is told the outcome without it. */
  private async bodyOf(outcome: KnownOutcome): Promise<Pick<CommandResult, 'dispute_id' | 'version' | 'body'>> {
    const { stream, version } = outcome;
    if (stream === null || version === null) return this.without(outcome, 'it names no stream');
    const history = (await this.store.load([stream])).histories.get(stream) ?? [];
    try {
      const dispute = foldDispute(history.filter((event) => event.version <= version));
      if (!dispute) return this.without(outcome, `no dispute is at version ${version} of ${stream}`);
      const resource = toDisputeResource(dispute, outcome.occurredAt);
      const action = resource.action_history.find(({ id }) => id === outcome.resultId);
      return { dispute_id: resource.id, version, body: action ?? resource };
    } catch (error) {
      return this.without(outcome, (error as Error).message);
    }
  }

  private without({ key, tenant, version }: KnownOutcome, reason: string): Pick<CommandResult, 'version'> {
    this.logger.error({ command_id: key, tenant }, `a result goes out without its body: ${reason}`);
    return version === null ? {} : { version };
  }
}

/** Always the same for the same command, so that a repeated result can be told from a new one. */
function resultId(outcome: KnownOutcome): string {
  const entropy = createHash('sha256').update(`${outcome.tenant}\n${outcome.principal}\n${outcome.key}`).digest();
  return mintId(epochMs(outcome.occurredAt), entropy, outcome.shard);
}
