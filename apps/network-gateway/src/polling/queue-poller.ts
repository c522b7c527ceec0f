import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { LOGGER, realClock } from '@dispute/app-kit';
import { Leases } from '@dispute/event-store';
import { epochMs } from '@dispute/kernel';
import type { ClaimDetail, QueueEntry } from '@dispute/networks';
import { GatewayConfig } from '../config.js';
import { CaseFinder } from '../network/case-finder.js';
import { ClaimDesk } from '../projections/claim-desk.js';
import { ClaimObserver } from './claim-observer.js';
import { LookAgain } from './look-again.js';
import { QueueReader } from './queue-reader.js';
import { Unmatched } from './unmatched.js';

const LEASE = 'queue-poller';
const LEASE_MS = 30_000;
const REMEMBER_MOST = 20_000;
/** A claim can change again within the second that its entry names; only older entries are taken as known. */
const SETTLED_MS = 3000;
const STOP_WITHIN_MS = 3000;
/** How long papers are waited for before what they belong to is told without them. */
const PAPERS_WITHIN_MS = 24 * 3_600_000;

const looks = new Counter({
  name: 'network_polls_total',
  help: 'Looks at the network’s queues',
  labelNames: ['outcome'],
});

/** Asks the network what has changed: every queue, every page, then each claim itself. Nothing is pushed to us. */
@Injectable()
export class QueuePoller implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly seen = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: GatewayConfig,
    private readonly reader: QueueReader,
    private readonly finder: CaseFinder,
    private readonly desk: ClaimDesk,
    private readonly observer: ClaimObserver,
    private readonly unmatched: Unmatched,
    private readonly again: LookAgain,
    private readonly leases: Leases,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.next(0);
  }

  private next(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.turn().then(() => this.next(this.config.POLL_INTERVAL_MS));
    }, delayMs);
  }

  /** One holder of the lease polls; a failing round is only told, the next one tries again. */
  private async turn(): Promise<void> {
    try {
      const ttl = Math.max(LEASE_MS, 3 * this.config.POLL_INTERVAL_MS);
      if ((await this.leases.acquire([LEASE], ttl)).length === 0) return;
      const isWhole = await this.poll();
      looks.inc({ outcome: isWhole ? 'whole' : 'partial' });
    } catch (error) {
      looks.inc({ outcome: 'failed' });
      this.logger.warn({ err: error }, 'the network’s queues could not be polled; trying again');
    }
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
    const isWhole = await this.lookAt(claimId, waitedMs < PAPERS_WITHIN_MS).catch((error: unknown) => {
      this.logger.warn({ err: error, claim_id: claimId }, 'a claim could not be looked at; trying again');
      return false;
    });
    if (!isWhole) await this.again.add(claimId);
    else if (waitedMs > 0) await this.again.remove(claimId);
    return isWhole;
  }

  private async lookAt(claimId: string, waitForPapers: boolean): Promise<boolean> {
    const detail = await this.claim(claimId);
    if (detail.standardClaims.length === 0) return this.lookAtStandard(detail, waitForPapers);
    let isWhole = true;
    // A case lives in a claim of its own; what it is about stands in the claims that it names.
    for (const standardId of detail.standardClaims) {
      const standard = { ...(await this.claim(standardId)), cases: detail.cases };
      isWhole = (await this.lookAtStandard(standard, waitForPapers)) && isWhole;
    }
    return isWhole;
  }

  private async claim(claimId: string): Promise<ClaimDetail> {
    const detail = await this.finder.claim(claimId);
    if (detail === undefined) throw new Error(`the network did not tell the claim ${claimId}`);
    return detail;
  }

  private async lookAtStandard(detail: ClaimDetail, waitForPapers: boolean): Promise<boolean> {
    const home = await this.desk.homeOfClaim(detail.claimId);
    if (home === undefined) {
      await this.unmatched.claim(detail);
      return true;
    }
    const isWhole = await this.observer.look(home, detail, waitForPapers);
    this.desk.tell([home.shard]);
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
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.race([this.round, delay(STOP_WITHIN_MS, undefined, { ref: false })]);
    await this.leases.release([LEASE]).catch(() => undefined);
  }
}
