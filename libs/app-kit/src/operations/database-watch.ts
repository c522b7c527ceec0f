import { setTimeout as sleep } from 'node:timers/promises';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import type { Logger } from 'pino';
import { isDatabaseGone, KEEP_ALIVE_AFTER_MS } from '../database.js';

const AGAIN_MS = 500;
const SOON_MS = 100;
const CONNECT_WITHIN_MS = 5000;

/**
 * Holds one connection for no other purpose than to notice at once when PostgreSQL goes, so that an outage is one line
 * of the app and not one of each of its parts; and one more when it is over.
 */
export class DatabaseWatch implements OnModuleInit, OnModuleDestroy {
  private outage: PromiseWithResolvers<void> | undefined;
  private connection: pg.Client | undefined;
  private readonly closing = new AbortController();
  private readonly where: string;

  constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {
    this.where = new URL(url).host;
  }

  onModuleInit(): void {
    void this.live();
  }

  /** Before all who wait for it are asked to end. */
  async onModuleDestroy(): Promise<void> {
    this.closing.abort();
    this.outage?.resolve();
    await this.connection?.end().catch(() => undefined);
  }

  /** Does what may be done again: an outage makes it wait, until the database is back or the app closes. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (this.closing.signal.aborted || !isDatabaseGone(error)) throw error;
        await this.pause(SOON_MS);
        await this.outage?.promise;
      }
    }
  }

  private async live(): Promise<void> {
    while (!this.closing.signal.aborted) {
      const { promise: gone, resolve: go } = Promise.withResolvers<void>();
      const client = new pg.Client({
        connectionString: this.url,
        connectionTimeoutMillis: CONNECT_WITHIN_MS,
        keepAlive: true,
        keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
        application_name: 'watch',
      });
      client.on('error', () => undefined).on('end', () => go());
      this.connection = client;
      if (await this.connects(client)) await gone;
      else await this.pause(AGAIN_MS);
    }
  }

  private async connects(client: pg.Client): Promise<boolean> {
    try {
      await client.connect();
      this.tellBack();
      return true;
    } catch (error) {
      await client.end().catch(() => undefined);
      this.tellAway(error as Error);
      return false;
    }
  }

  private tellAway({ message }: Error): void {
    if (this.outage || this.closing.signal.aborted) return;
    this.outage = Promise.withResolvers<void>();
    this.logger.warn(`PostgreSQL at ${this.where} does not answer (${message}); trying again until it does`);
  }

  private tellBack(): void {
    if (!this.outage) return;
    this.logger.info(`PostgreSQL at ${this.where} answers again`);
    this.outage.resolve();
    this.outage = undefined;
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.closing.signal }).catch(() => undefined);
  }
}
