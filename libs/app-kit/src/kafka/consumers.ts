import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { Counter, Gauge } from 'prom-client';
import type { StoredEvent } from '@dispute/contracts';
import type { AppendRequest, EventStore } from '@dispute/event-store';
import {
  type ConsumerKey,
  type LookListener,
  ParkedQueue,
  ProjectionConsumer,
  type ProjectionOptions,
  ReactionConsumer,
  type ShardConsumer,
} from '@dispute/projections';
import { LOGGER } from '../tokens.js';
import { type Consumed, QuietRegistry } from '../operations/quiet.js';
import { HttpFeedReader } from './http-feed-reader.js';

const RETRY_EVERY_MS = 1000;
const LOOK_EVERY_MS = 5000;
const labelNames = ['consumer', 'version', 'source'] as const;
const lag = new Gauge({
  name: 'consumer_lag_seconds',
  help: 'Time since all that its owner had was taken; 0 where it is',
  labelNames,
});
const heartbeat = new Gauge({
  name: 'consumer_heartbeat_seconds',
  help: 'When the consumer was last compared with its owner, in seconds since 1970: alerts watch that it goes on',
  labelNames,
});
const waiting = new Gauge({
  name: 'consumer_parked_subjects',
  help: 'Disputes of this app that wait behind a failed event now',
  labelNames: ['schema'] as const,
});
const taken = new Counter({ name: 'consumer_events_total', help: 'Events taken', labelNames });
const parked = new Counter({ name: 'consumer_parked_total', help: 'Events parked after a failure', labelNames });

export interface ReactionSpec {
  readonly schema: string;
  readonly consumer: string;
  /** Topic whose events are answered. */
  readonly source: string;
  readonly store: EventStore;
  readonly react: (events: readonly StoredEvent[]) => Promise<readonly AppendRequest[]>;
}
/** With a feed of its own where the source is no topic but the app's own store. */
export type ProjectionSpec = Pick<ProjectionOptions, 'schema' | 'consumer' | 'source' | 'version' | 'apply' | 'reset'> &
  Partial<Pick<ProjectionOptions, 'feed'>>;

/** Makes an app's consumers of events, with its database, the owners' feeds, retries of what is parked, and metrics. */
@Injectable()
export class Consumers implements OnApplicationShutdown {
  private readonly stops = new Map<ShardConsumer, () => Promise<void>>();
  private readonly schemas = new Set<string>();

  constructor(
    private readonly pool: Pool,
    private readonly feed: HttpFeedReader,
    private readonly quiet: QuietRegistry,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  reaction({ store, react, ...spec }: ReactionSpec): ReactionConsumer<AppendRequest> {
    return this.begin(
      spec.schema,
      new ReactionConsumer<AppendRequest>({
        ...this.common(spec),
        react,
        commit: (requests, guard) => store.appendGuarded(requests, guard),
      }),
    );
  }

  projection(spec: ProjectionSpec): ProjectionConsumer {
    return this.begin(spec.schema, new ProjectionConsumer({ ...this.common(spec), ...spec }));
  }

  /** A projection that somebody else sets going: nothing is retried or compared by itself, and no test clock waits for it. */
  idle(spec: ProjectionSpec): ProjectionConsumer {
    return new ProjectionConsumer({ ...this.common(spec), ...spec });
  }

  /** Leaves a consumer alone that is needed no longer. */
  async end(consumer: ShardConsumer): Promise<void> {
    await this.stops.get(consumer)?.();
    this.stops.delete(consumer);
  }

  /** Schemas in which this app's consumers keep their progress. */
  get schemasInUse(): readonly string[] {
    return [...this.schemas];
  }

  private common(spec: { schema: string; consumer: string; source: string; version?: number }) {
    const labels = labelsOf({ version: 1, ...spec });
    return {
      ...spec,
      pool: this.pool,
      feed: this.feed,
      onProgress: (progress: { events: number; parked: number }) => {
        taken.inc(labels, progress.events);
        parked.inc(labels, progress.parked);
      },
      onParked: (failure: { subject: string; shard: number; error: unknown }) => {
        this.logger.error(
          { err: failure.error, dispute_id: failure.subject, shard: failure.shard, ...labels },
          'an event was parked',
        );
      },
    };
  }

  private begin<C extends ShardConsumer>(schema: string, consumer: C): C {
    const stopRetrying = consumer.startRetrying(RETRY_EVERY_MS, (error) =>
      this.logger.debug({ err: error }, 'parked events could not be retried'),
    );
    const stopLooking = consumer.startLooking(LOOK_EVERY_MS, this.measuring(schema, consumer));
    const forget = this.quiet.add(async () => ({ busy: [], consumed: [await progressOf(consumer)] }));
    this.stops.set(consumer, async () => {
      forget();
      await Promise.all([stopRetrying(), stopLooking()]);
    });
    if (!this.schemas.has(schema)) {
      this.schemas.add(schema);
      const queue = new ParkedQueue(this.pool, schema);
      this.quiet.add(async (tenant) => ({ busy: [], parked: await queue.count(tenant) }));
    }
    return consumer;
  }

  private measuring(schema: string, { key }: ShardConsumer): LookListener {
    const labels = labelsOf(key);
    const queue = new ParkedQueue(this.pool, schema);
    let upToDateAt = performance.now();
    return {
      looked: async (shardsBehind) => {
        if (shardsBehind === 0) upToDateAt = performance.now();
        lag.set(labels, (performance.now() - upToDateAt) / 1000);
        heartbeat.setToCurrentTime(labels);
        waiting.set({ schema }, await queue.count());
      },
      failed: (error) => this.logger.debug({ err: error }, 'the owner’s heads could not be compared'),
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.stops.values()].map((stop) => stop()));
  }
}

const labelsOf = ({ consumer, version, source }: ConsumerKey) => ({ consumer, version: String(version), source });

/** How far a consumer has come; the test clock compares it with where a tenant's events end. */
export async function progressOf(consumer: ShardConsumer): Promise<Consumed> {
  const places = [...(await consumer.checkpoints())].map(([shard, at]) => ({ shard, ...at }));
  return { consumer: consumer.key.consumer, topic: consumer.key.source, places };
}
