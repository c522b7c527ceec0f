import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '@dispute/app-kit';
import { Leases } from '@dispute/event-store';
import { GatewayConfig } from '../config.js';
import { MastercomClient } from '../network/mastercom-client.js';
import { ClaimDesk } from '../projections/claim-desk.js';
import { type DueClaim, type Lanes, WorkList } from '../projections/work-list.js';
import { OperationRunner } from './operation-runner.js';

const LANES = Array.from({ length: 16 }, (_, lane) => lane);
const LEASE_MS = 9000;
const RENEW_MS = 2500;
/** Claims worked at the same time; the network takes 150 requests a second. */
const AT_ONCE = 16;
/** Poll intervals between two looks at a claim that waits, at most. */
const LONGEST_REST = 5;
const STOP_WITHIN_MS = 3000;

/** Works the claims of the lanes that it holds: at once when something was asked for, and by interval. */
@Injectable()
export class OperationWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Work under way, by claim, and the lane that it is in. */
  private readonly busy = new Map<string, { readonly lane: number; readonly work: Promise<void> }>();
  private held: readonly number[] = [];
  private timers: NodeJS.Timeout[] = [];
  private stopped = false;
  private looking = false;
  private lookAgain = false;

  constructor(
    private readonly config: GatewayConfig,
    private readonly desk: ClaimDesk,
    private readonly list: WorkList,
    private readonly runner: OperationRunner,
    private readonly leases: Leases,
    private readonly client: MastercomClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.desk.onChanged(() => this.wake());
    this.client.way.onReopened(() => void this.workAll());
    this.timers.push(setInterval(() => void this.renew(), RENEW_MS));
    this.timers.push(setInterval(() => this.wake(), Math.min(this.config.POLL_INTERVAL_MS, 1000)));
    void this.renew();
  }

  private async renew(): Promise<void> {
    try {
      const { held, surplus } = await this.leases.share(LANES.map(nameOf), LEASE_MS);
      this.held = LANES.filter((lane) => held.includes(nameOf(lane)));
      // What is under way is ended here: elsewhere its outcome would be unknown.
      const busy = new Set([...this.busy.values()].map(({ lane }) => nameOf(lane)));
      const idle = surplus.filter((name) => !busy.has(name));
      if (idle.length > 0) await this.leases.release(idle);
    } catch (error) {
      this.held = [];
      this.logger.debug({ err: error }, 'the lanes could not be held');
    }
    this.wake();
  }

  private get lanes(): Lanes {
    return { held: this.held, count: LANES.length };
  }

  private async workAll(): Promise<void> {
    try {
      await this.list.stirAll(this.lanes);
    } catch (error) {
      this.logger.debug({ err: error }, 'claims could not be woken; they rest on');
    }
    this.wake();
  }

  private wake(): void {
    this.lookAgain = true;
    if (!this.looking && !this.stopped) void this.look();
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.lookAgain && !this.stopped) {
      this.lookAgain = false;
      await this.beginWhatIsFree();
    }
    this.looking = false;
  }

  private async beginWhatIsFree(): Promise<void> {
    try {
      for (const claim of await this.list.due(this.lanes)) if (this.isFree(claim)) this.begin(claim);
    } catch (error) {
      this.logger.debug({ err: error }, 'open operations could not be read');
    }
  }

  private isFree({ stream }: DueClaim): boolean {
    return this.busy.size < AT_ONCE && !this.busy.has(stream);
  }

  private begin(claim: DueClaim): void {
    const work = this.work(claim).finally(() => {
      this.busy.delete(claim.stream);
      this.wake();
    });
    this.busy.set(claim.stream, { lane: claim.shard % LANES.length, work });
  }

  private async work(claim: DueClaim): Promise<void> {
    try {
      if (!(await this.runner.run(claim))) return;
    } catch (error) {
      this.logger.warn({ err: error, stream: claim.stream }, 'a claim could not be worked; trying again');
    }
    await this.rest(claim);
  }

  /** What waits for the network is looked at ever less often; the poller tells when its claim has changed. */
  private async rest(claim: DueClaim): Promise<void> {
    const { POLL_INTERVAL_MS } = this.config;
    const ms = Math.min(Math.max(2 * claim.restedMs, POLL_INTERVAL_MS), LONGEST_REST * POLL_INTERVAL_MS);
    await this.list.rest(claim, ms).catch((error: unknown) => this.logger.debug({ err: error }, 'a claim cannot rest'));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    // What is still in flight then is found again as an unknown outcome.
    await Promise.race([
      Promise.all([...this.busy.values()].map(({ work }) => work)),
      delay(STOP_WITHIN_MS, undefined, { ref: false }),
    ]);
    await this.leases.leave(LANES.map(nameOf)).catch(() => undefined);
  }
}

const nameOf = (lane: number): string => `network-lane/${lane}`;
