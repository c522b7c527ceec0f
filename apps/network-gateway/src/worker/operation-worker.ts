import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '@dispute/app-kit';
import { Leases } from '@dispute/event-store';
import type { ClaimHome } from '../claims/claim-book.js';
import { GatewayConfig } from '../config.js';
import { MastercomClient } from '../network/mastercom-client.js';
import { ClaimDesk } from '../projections/claim-desk.js';
import { OperationRunner } from './operation-runner.js';

const LANES = Array.from({ length: 16 }, (_, lane) => lane);
const LEASE_MS = 9000;
const RENEW_MS = 2500;
/** Claims worked at the same time; the network takes 150 requests a second. */
const AT_ONCE = 16;
/** Poll intervals between two looks at a claim that waits, at most. */
const LONGEST_REST = 5;
const REMEMBER_MOST = 50_000;
const STOP_WITHIN_MS = 3000;

/** Works the claims of the lanes that it holds: at once when something was asked for, and by interval. */
@Injectable()
export class OperationWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly busy = new Map<string, Promise<void>>();
  private readonly rests = new Map<string, { readonly shard: number; readonly until: number; readonly ms: number }>();
  private lanes: readonly number[] = [];
  private timers: NodeJS.Timeout[] = [];
  private stopped = false;
  private looking = false;
  private lookAgain = false;

  constructor(
    private readonly config: GatewayConfig,
    private readonly desk: ClaimDesk,
    private readonly runner: OperationRunner,
    private readonly leases: Leases,
    private readonly client: MastercomClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.desk.onChanged((shards) => {
      for (const [stream, rest] of this.rests) if (shards.includes(rest.shard)) this.rests.delete(stream);
      this.wake();
    });
    this.client.way.onReopened(() => {
      this.rests.clear();
      this.wake();
    });
    this.timers.push(setInterval(() => void this.renew(), RENEW_MS));
    this.timers.push(setInterval(() => this.wake(), Math.min(this.config.POLL_INTERVAL_MS, 1000)));
    void this.renew();
  }

  private async renew(): Promise<void> {
    try {
      const held = await this.leases.acquire(LANES.map(nameOf), LEASE_MS);
      this.lanes = LANES.filter((lane) => held.includes(nameOf(lane)));
    } catch (error) {
      this.lanes = [];
      this.logger.debug({ err: error }, 'the lanes could not be held');
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
      const claims = await this.desk.withOpenOperations(this.lanes, LANES.length);
      for (const claim of claims) if (this.isFree(claim)) this.begin(claim);
    } catch (error) {
      this.logger.debug({ err: error }, 'open operations could not be read');
    }
  }

  private isFree({ stream }: ClaimHome): boolean {
    return (
      this.busy.size < AT_ONCE && !this.busy.has(stream) && (this.rests.get(stream)?.until ?? 0) <= performance.now()
    );
  }

  private begin(home: ClaimHome): void {
    const work = this.work(home).finally(() => {
      this.busy.delete(home.stream);
      this.wake();
    });
    this.busy.set(home.stream, work);
  }

  private async work(home: ClaimHome): Promise<void> {
    const rested = this.rests.get(home.stream)?.ms;
    this.rests.delete(home.stream);
    let isWaiting = true;
    try {
      isWaiting = await this.runner.run(home);
    } catch (error) {
      this.logger.warn({ err: error, stream: home.stream }, 'a claim could not be worked; trying again');
    }
    if (isWaiting) this.rest(home, rested);
  }

  /** What waits for the network is looked at ever less often; the poller tells when its claim has changed. */
  private rest({ stream, shard }: ClaimHome, restedMs: number | undefined): void {
    const { POLL_INTERVAL_MS } = this.config;
    const ms = restedMs === undefined ? POLL_INTERVAL_MS : Math.min(2 * restedMs, LONGEST_REST * POLL_INTERVAL_MS);
    if (this.rests.size > REMEMBER_MOST) this.rests.clear();
    this.rests.set(stream, { shard, ms, until: performance.now() + ms });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    // What is still in flight then is found again as an unknown outcome.
    await Promise.race([Promise.all(this.busy.values()), delay(STOP_WITHIN_MS, undefined, { ref: false })]);
    await this.leases.release(LANES.map(nameOf)).catch(() => undefined);
  }
}

const nameOf = (lane: number): string => `network-lane/${lane}`;
