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
import { ClaimDesk } from '../projections/claim-desk.js';
import { ClaimLooker } from './claim-looker.js';
import { LookAgain } from './look-again.js';
import { LookPool } from './look-pool.js';
import { type QueueLook, QueueReader } from './queue-reader.js';
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

/** What became of a look: whole; kept to be looked at again; or not even kept. */
interface Seen {
  readonly is: 'whole' | 'later' | 'lost';
  readonly lookedAtMs: number;
}
/** An entry that has not changed since it was seen: there is nothing to remember anew. */
const KNOWN: Seen = { is: 'later', lookedAtMs: 0 };

/** Somebody who waits for what a poll finds about a tenant. */
interface Waiter {
  readonly tenant: string;
  readonly tell: (isWhole: boolean) => void;
}

/**
 * Asks the network what has changed: every queue, every page, then each claim itself. Nothing is pushed to us. A poll ends
 * when the claims have been seen that somebody waits for; the others are looked at meanwhile and after it.
 */
@Injectable()
export class QueuePoller implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly seen = new Map<string, string>();
  private readonly loop: WakeableLoop;
  private readonly pool = new LookPool<Seen>((claimId) => this.tryLook(claimId));
  /** How long claims have waited to be seen whole, in milliseconds. */
  private waits: ReadonlyMap<string, number> = new Map();
  private waiting: Waiter[] = [];

  constructor(
    private readonly config: GatewayConfig,
    private readonly reader: QueueReader,
    private readonly book: ClaimBook,
    private readonly desk: ClaimDesk,
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

  /** One holder of the lease polls; another process does so too where somebody waits for its answer. */
  private async turn(): Promise<boolean> {
    const waiting = this.waiting.splice(0);
    let isWhole = false;
    try {
      const ttl = Math.max(LEASE_MS, 3 * this.config.POLL_INTERVAL_MS);
      const held = await this.leases.acquire([LEASE], ttl);
      if (held.length === 0 && waiting.length === 0) return false;
      isWhole = await this.poll(new Set(waiting.map(({ tenant }) => tenant)));
      looks.inc({ outcome: isWhole ? 'whole' : 'partial' });
      return false;
    } finally {
      for (const { tell } of waiting) tell(isWhole);
    }
  }

  /** A test clock waits for what a poll that begins now finds; real clocks wait for nobody. */
  private async stirringsOf(tenant: string): Promise<string[]> {
    if (!this.config.NETWORK_SANDBOX_DATES) return [];
    const before = this.book.commitsOf(tenant);
    const isWhole = await new Promise<boolean>((tell) => {
      this.waiting.push({ tenant, tell });
      this.loop.wake();
    });
    if (!isWhole) return ['the network’s queues could not be read whole'];
    if (this.book.commitsOf(tenant) !== before) return ['the network has told something new'];
    return (await this.again.isWaitedFor(tenant)) ? ['the network is still working on papers'] : [];
  }

  /** @returns whether every queue could be read */
  private async poll(tenants: ReadonlySet<string>): Promise<boolean> {
    const queues = await this.reader.queues();
    if (queues === undefined) return false;
    const read = await Promise.all(queues.map((queue) => this.reader.look(queue)));
    const looks = read.filter((look) => look !== undefined);
    const fresh = this.freshOf(looks);
    this.waits = new Map((await this.again.list()).map(({ claimId, waitedMs }) => [claimId, waitedMs]));
    const claimIds = [...new Set([...fresh.keys(), ...this.waits.keys()])];
    const hurried = await this.hurriedOf(tenants, claimIds, fresh);
    const seen = new Map(claimIds.map((claimId) => [claimId, this.pool.lookAt(claimId, hurried.has(claimId))]));
    for (const look of looks) void this.finish(look, seen);
    for (const claimId of hurried) await seen.get(claimId);
    await this.unmatched.announce();
    return looks.length === queues.length;
  }

  /** What has changed since it was seen last, by claim. */
  private freshOf(looks: readonly QueueLook[]): ReadonlyMap<string, QueueEntry> {
    const entries = looks.flatMap((look) => look.entries);
    return new Map(
      entries
        .filter(({ claimId, lastModified }) => this.seen.get(claimId) !== lastModified)
        .map((one) => [one.claimId, one]),
    );
  }

  /** Claims of the tenants that somebody waits for, and cases, whose claims only a look can tell. */
  private async hurriedOf(
    tenants: ReadonlySet<string>,
    claimIds: readonly string[],
    fresh: ReadonlyMap<string, QueueEntry>,
  ): Promise<ReadonlySet<string>> {
    if (tenants.size === 0) return new Set();
    const tenantOf = await this.desk.tenantsOf(claimIds);
    const isCase = (claimId: string): boolean => fresh.get(claimId)?.claimType === 'CaseFiling';
    const isHurried = (claimId: string): boolean =>
      tenantOf.has(claimId) ? tenants.has(tenantOf.get(claimId) ?? '') : isCase(claimId);
    return new Set(claimIds.filter(isHurried));
  }

  /** A queue's cursor goes on when all that stood in it has been seen, or is kept to be looked at again. */
  private async finish(look: QueueLook, seen: ReadonlyMap<string, Promise<Seen>>): Promise<void> {
    try {
      for (const entry of look.entries) {
        const { is, lookedAtMs } = (await seen.get(entry.claimId)) ?? KNOWN;
        if (is === 'lost') return;
        if (is === 'whole') this.remember(entry, lookedAtMs);
      }
      await this.reader.moveCursor(look);
    } catch (error) {
      this.logger.debug({ err: error, queue: look.queue }, 'a queue is read again from where its cursor stands');
    }
  }

  /** What cannot be seen whole now is looked at again with every poll, so that the cursor can go on. */
  private async tryLook(claimId: string): Promise<Seen> {
    const lookedAtMs = epochMs(realClock.now());
    const waitForPapers = (this.waits.get(claimId) ?? 0) < this.config.NETWORK_PAPERS_WITHIN_MS;
    const isWhole = await this.looker.look(claimId, waitForPapers).catch((error: unknown) => {
      this.logger.warn({ err: error, claim_id: claimId }, 'a claim could not be looked at; trying again');
      return false;
    });
    try {
      if (!isWhole) await this.again.add(claimId);
      else if (this.waits.has(claimId)) await this.again.remove(claimId);
      return { is: isWhole ? 'whole' : 'later', lookedAtMs };
    } catch {
      return { is: 'lost', lookedAtMs };
    }
  }

  private remember({ claimId, lastModified }: QueueEntry, lookedAtMs: number): void {
    if (lastModified === undefined) return;
    const changedMs = Date.parse(`${lastModified.replace(/Z$/, '')}Z`);
    if (!(lookedAtMs - changedMs > SETTLED_MS)) return;
    if (this.seen.size >= REMEMBER_MOST) this.seen.clear();
    this.seen.set(claimId, lastModified);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.race([
      this.loop.stop().then(() => this.pool.stop()),
      delay(STOP_WITHIN_MS, undefined, { ref: false }),
    ]);
    await this.leases.release([LEASE]).catch(() => undefined);
  }
}
