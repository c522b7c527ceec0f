import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { hostname } from 'node:os';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { Gauge } from 'prom-client';
import { EventStore, Leases } from '@dispute/event-store';
import { type LeasePort, type MessageClient, Relay, type RelaySource } from '@dispute/messaging';
import { LOGGER, MESSAGES } from '../tokens.js';
import { AppConfig } from '../config.js';
import { DatabaseWatch } from '../operations/database-watch.js';
import { QuietRegistry } from '../operations/quiet.js';
import { Readiness } from '../operations/readiness.js';
import { StoreSealer } from '../operations/store-sealer.js';
import { FeedController } from './feed.controller.js';
import { topicsMade } from './topics-made.js';

export interface EventSourcingOptions {
  /** The app's schema. */
  readonly schema: string;
  /** Where the stored events go; a store without a topic is not relayed. */
  readonly topic?: { readonly name: string; readonly partitions: number };
  readonly ceSource: string;
}

const OPTIONS = Symbol('event sourcing options');

/** Empties the app's store into its topic, as long as the app lives. */
@Injectable()
export class StoreRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private relay: Relay | undefined;
  private closing = false;

  constructor(
    @Inject(OPTIONS) private readonly options: EventSourcingOptions,
    @Inject(MESSAGES) private readonly messages: MessageClient,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly store: EventStore,
    private readonly leases: Leases,
    private readonly readiness: Readiness,
    private readonly quiet: QuietRegistry,
    private readonly watch: DatabaseWatch,
  ) {}

  onApplicationBootstrap(): void {
    const { topic, ceSource } = this.options;
    if (!topic) return;
    this.quiet.add(async (tenant) => ({ busy: [], heads: { [topic.name]: await this.store.headsOf(tenant) } }));
    this.readiness.add('kafka-topic', () => this.relay !== undefined);
    this.readiness.add('epoch', () => (this.relay?.metrics().refused ?? 0) === 0);
    void this.begin(topic, ceSource);
  }

  private async begin(topic: { name: string; partitions: number }, ceSource: string): Promise<void> {
    const tell = (line: string) => this.logger.error(line);
    if (!(await topicsMade(this.messages, [topic], { tell, isOver: () => this.closing }))) return;
    const relay = new Relay({
      client: this.messages,
      topic: topic.name,
      ceSource,
      ...this.patiently(),
      logger: this.logger,
    });
    this.store.onAppended((shard) => relay.wake(shard));
    relay.start();
    this.relay = relay;
    new Gauge({
      name: 'relay_lag_events',
      help: 'Stored events that are not on the topic yet',
      collect() {
        this.set(relay.metrics().lag);
      },
    });
  }

  /** The relay's side of the database: while that is away, answers come later. */
  private patiently(): { source: RelaySource; leases: LeasePort } {
    const { store, leases, watch } = this;
    return {
      source: {
        heads: () => watch.through(() => store.heads()),
        readWritten: (shard, after, limit) => watch.through(() => store.readWritten(shard, after, limit)),
        epoch: () => watch.through(() => store.epoch()),
        relayed: () => watch.through(() => store.relayed()),
        saveRelayed: (places) => watch.through(() => store.saveRelayed(places)),
      },
      leases: {
        share: (names, ttlMs) => watch.through(() => leases.share(names, ttlMs)),
        release: (names) => leases.release(names),
        leave: (names) => leases.leave(names),
      },
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    await this.relay?.stop();
  }
}

/** One process listens on an address: started again after a crash, it goes on with its leases instead of waiting for them. */
const ownerOf = ({ PORT }: AppConfig): string =>
  PORT === 0 ? `${hostname()}/${process.pid}` : `${hostname()}:${PORT}`;

/** An app's own event store with its leases, its feed and its relay. */
@Module({})
export class EventSourcingModule {
  static forSchema(options: EventSourcingOptions): DynamicModule {
    return {
      module: EventSourcingModule,
      global: true,
      controllers: [FeedController],
      providers: [
        { provide: OPTIONS, useValue: options },
        {
          provide: EventStore,
          useFactory: (pool: Pool) => new EventStore(pool, { schema: options.schema }),
          inject: [Pool],
        },
        {
          provide: Leases,
          useFactory: (pool: Pool, config: AppConfig) => new Leases(pool, options.schema, ownerOf(config)),
          inject: [Pool, AppConfig],
        },
        StoreRelay,
        {
          provide: StoreSealer,
          useFactory: (pool: Pool, leases: Leases, config: AppConfig, logger: Logger) => {
            const { schema } = options;
            return new StoreSealer({ pool, schema, app: schema, leases, directory: config.AUDIT_DIR, logger });
          },
          inject: [Pool, Leases, AppConfig, LOGGER],
        },
      ],
      exports: [EventStore, Leases, StoreRelay],
    };
  }
}
