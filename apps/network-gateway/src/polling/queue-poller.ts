import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { LOGGER, QuietRegistry, WakeableLoop, realClock } from '@dispute/app-kit';
import { Leases } from '@dispute/event-store';
import { epochMs } from '@dispute/kernel';
import type { QueueEntry } from '@dispute/networks';
import { ClaimBook } from '../claims/claim-book.js';
import { GatewayConfig } from '../config.js';
import { ClaimLooker } from './claim-looker.js';
import { LookAgain } from './look-again.js';
import { QueueReader } from './queue-reader.js';
import { Unmatched } from './unmatched.js';

const LEASE = 'queue-poller';
const LEASE_MS = 30_000;
const REMEMBER_MOST = 20_000;
/** A claim can change again within the second that its entry names; only older entries are taken as known. */
const SETTLED_MS = 3000;
const STOP_WITHIN_MS = 3000;

const looks = new Counter({
  name: 'network_polls_total',
  help: 'Looks at the network’s queues',
  labelNames: ['outcome'],
});

/** Asks the network what has changed: every queue, every page, then each claim itself. Nothing is pushed to us. */
@Injectable()
export class QueuePoller implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly seen = new Map<string, string>();
  private readonly loop: WakeableLoop;
  private waiting: ((isWhole: boolean) => void)[] = [];

  constructor(
    private readonly config: GatewayConfig,
    private readonly reader: QueueReader,
    private readonly book: ClaimBook,
    private readonly looker: ClaimLooker,
    private readonly unmatched: Unmatched,
    private readonly again: LookAgain,
    private readonly leases: Leases,
    quiet: QuietRegistry,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const everyMs = config.POLL_INTERVAL_MS;
    this.loop = new WakeableLoop({ name: 'polls of the network', everyMs, logger, step: () => this.turn() });
    quiet.add(async (tenant) => ({ busy: await this.stirringsOf(tenant) }));
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  /** One holder of the lease polls. */
  private async turn(): Promise<boolean> {
    const waiting = this.waiting.splice(0);
    // Where another process holds the lease, this one has nothing to tell.
    let isWhole = true;
    try {
      const ttl = Math.max(LEASE_MS, 3 * this.config.POLL_INTERVAL_MS);
      if ((await this.leases.acquire([LEASE], ttl)).length === 0) return false;
      isWhole = false;
      isWhole = await this.poll();
      looks.inc({ outcome: isWhole ? 'whole' : 'partial' });
      return false;
    } finally {
      for (const tell of waiting) tell(isWhole);
    }
  }

  /** A test clock waits for what a poll that begins now finds; real clocks wait for nobody. */
  private async stirringsOf(tenant: string): Promise<string[]> {
    if (!this.config.NETWORK_SANDBOX_DATES) return [];
    const before = this.book.commitsOf(tenant);
    const isWhole = await new Promise<boolean>((resolve) => {
      this.waiting.push(resolve);
      this.loop.wake();
    });
    if (!isWhole) return ['the network’s queues could not be read whole'];
    if (this.book.commitsOf(tenant) !== before) return ['the network has told something new'];
    return (await this.again.isWaitedFor(tenant)) ? ['the network is still working on papers'] : [];
  }

  /** Looks at every queue once. @returns whether everything could be read */
  async poll(): Promise<boolean> {
    const queues = await this.reader.queues();
    if (queues === undefined) return false;
    let isWhole = true;
    for (const queue of queues) {
      const look = await this.reader.look(queue);
      if (look === undefined) {
        isWhole = false;
        continue;
      }
      for (const entry of look.entries) {
        if (this.seen.get(entry.claimId) !== entry.lastModified && (await this.tryLook(entry.claimId, 0))) {
          this.remember(entry);
        }
      }
      await this.reader.moveCursor(look);
    }
    for (const { claimId, waitedMs } of await this.again.list()) await this.tryLook(claimId, waitedMs);
    await this.unmatched.announce();
    return isWhole;
  }

  /** What cannot be seen whole now is looked at again with every poll, so that the cursor can go on. */
  private async tryLook(claimId: string, waitedMs: number): Promise<boolean> {
    const isWhole = await this.looker
      .look(claimId, waitedMs < this.config.NETWORK_PAPERS_WITHIN_MS)
      .catch((error: unknown) => {
        this.logger.warn({ err: error, claim_id: claimId }, 'a claim could not be looked at; trying again');
        return false;
      });
    if (!isWhole) await this.again.add(claimId);
    else if (waitedMs > 0) await this.again.remove(claimId);
    return isWhole;
  }

  private remember({ claimId, lastModified }: QueueEntry): void {
    if (lastModified === undefined) return;
    const changedMs = Date.parse(`${lastModified.replace(/Z$/, '')}Z`);
    if (!(epochMs(realClock.now()) - changedMs > SETTLED_MS)) return;
    if (this.seen.size >= REMEMBER_MOST) this.seen.clear();
    this.seen.set(claimId, lastModified);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.race([this.loop.stop(), delay(STOP_WITHIN_MS, undefined, { ref: false })]);
    await this.leases.release([LEASE]).catch(() => undefined);
  }
}
