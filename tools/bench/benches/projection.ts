import type { Pool } from 'pg';
import { migrate, ownFeed } from '@dispute/app-kit';
import type { StoredEvent } from '@dispute/contracts';
import type { EventStore } from '@dispute/event-store';
import { SHARD_COUNT } from '@dispute/kernel';
import { fromEventRecord, type IncomingRecord, toEventRecord } from '@dispute/messaging';
import { ProjectionConsumer } from '@dispute/projections';
import { built } from '../harness/built.ts';
import { createStore, fillStore } from '../harness/filled-store.ts';
import { type Contender, interleaved, type Turn } from '../harness/rounds.ts';
import { ratiosOf } from '../harness/statistics.ts';
import { SteadyAppend } from '../harness/steady-append.ts';
import { analyze, checkpoint, createDatabase, poolOn, type Workshop } from '../harness/workshop.ts';
import { CE_SOURCE } from './relay.ts';

const { disputeList } = await built('apps/ops/dist/projections/dispute-list.projection.js');
const { opsMigrations, SCHEMA } = await built('apps/ops/dist/migrations.js');

const STORE = 'intake';
/** Partitions that a consumer works on at once; page reads get the same. */
const AT_ONCE = 8;
const PAGE = 500;
/** Callers of the live traffic that a rebuild goes on beside. */
const TRAFFIC = 32;
/** Turns before the rounds begin. */
const WARM_UPS = 1;

/** Projection: ops' list of disputes out of a full store, beside reading the same events and doing nothing with them. */
export async function benchProjection(shop: Workshop): Promise<void> {
  const url = await createDatabase(shop.servers, 'bench_projection');
  const pool = poolOn(url);
  try {
    const store = await createStore(pool, STORE);
    const events = await fillStore(store, shop.scale.events);
    await migrate(url, SCHEMA, opsMigrations);
    await analyze(pool);
    const room = new Room(pool, store, events);
    const traffic = await createStore(pool, 'traffic');
    const contenders = [room.pageReads(), await room.applies(), room.rebuilds(), room.rebuildsBeside(traffic)];
    const between = async () => {
      await checkpoint(pool);
      shop.watch.look();
    };
    const found = await interleaved(contenders, { ...shop, ...shop.scale, between });
    const rates = (name: string) => found.get(name)?.rates ?? [];
    const unit = 'events/s';
    shop.results.rate('page_reads', rates('page_reads'), {
      says: `reading pages of ${PAGE}, ${AT_ONCE} shards at once`,
      unit,
    });
    shop.results.rate('projection_apply', rates('apply'), {
      says: 'applying deliveries of 500, from Kafka records in memory',
      unit,
    });
    shop.results.rate('projection_rebuild', rates('rebuild'), {
      says: 'catching up from zero, read from the store',
      unit,
    });
    shop.results.rate('projection_rebuild_live', rates('rebuild_live'), {
      says: `catching up from zero beside ${TRAFFIC} callers that append`,
      unit,
    });
    shop.results.rate('append_beside_rebuild', room.appendedBeside.slice(WARM_UPS), {
      says: '  what those callers append',
      unit,
    });
    shop.results.ratio('projection_apply_to_page_reads', ratiosOf(rates('apply'), rates('page_reads')));
    shop.results.ratio('projection_rebuild_to_page_reads', ratiosOf(rates('rebuild'), rates('page_reads')));
  } finally {
    await pool.end();
  }
}

/** A full store and an empty read model in one database; the read model is emptied before each turn that fills it. */
class Room {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly events: number;
  private counted = 0;
  /** Events a second that the live traffic has stored, by turn. */
  readonly appendedBeside: number[] = [];

  constructor(pool: Pool, store: EventStore, events: number) {
    this.pool = pool;
    this.store = store;
    this.events = events;
  }

  pageReads(): Contender {
    return this.contender('page_reads', async (shard) => {
      for await (const page of this.store.pages(shard, 0, PAGE)) this.counted += page.length;
    });
  }

  async applies(): Promise<Contender> {
    const deliveries = await this.deliveries();
    return this.filling('apply', async (consumer, shard) => {
      for (const records of deliveries.get(shard) ?? []) await consumer.consume(shard, records.map(fromEventRecord));
    });
  }

  rebuilds(): Contender {
    return this.filling('rebuild', (consumer, shard) => consumer.catchUp(shard));
  }

  /** The traffic goes to a store of its own in the same database: this one keeps its size. */
  rebuildsBeside(traffic: EventStore): Contender {
    const rebuild = this.filling('rebuild_live', (consumer, shard) => consumer.catchUp(shard));
    return {
      ...rebuild,
      turn: async (seconds) => {
        const load = new SteadyAppend(traffic, TRAFFIC);
        try {
          const turn = await rebuild.turn(seconds);
          this.appendedBeside.push(load.stored / turn.seconds);
          return turn;
        } finally {
          await load.stop();
        }
      },
    };
  }

  private filling(name: string, fill: (consumer: ProjectionConsumer, shard: number) => Promise<void>): Contender {
    let consumer = this.consumer();
    const contender = this.contender(name, (shard) => fill(consumer, shard));
    return {
      ...contender,
      turn: async (seconds) => {
        await this.forget();
        consumer = this.consumer();
        const turn = await contender.turn(seconds);
        this.counted += await this.folded();
        return turn;
      },
    };
  }

  private contender(name: string, work: (shard: number) => Promise<void>): Contender {
    return { name, count: () => Promise.resolve(this.counted), turn: () => this.overShards(work) };
  }

  private async overShards(work: (shard: number) => Promise<void>): Promise<Turn> {
    let next = 0;
    const worker = async () => {
      while (next < SHARD_COUNT) await work(next++);
    };
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { units: this.events, seconds: (performance.now() - startedAt) / 1000 };
  }

  private consumer(): ProjectionConsumer {
    return new ProjectionConsumer({ pool: this.pool, schema: SCHEMA, feed: ownFeed(this.store), ...disputeList(1) });
  }

  private async forget(): Promise<void> {
    const tables = ['dispute_v1', 'unmatched_fact_v1', 'checkpoint', 'parked'].map((table) => `${SCHEMA}.${table}`);
    await this.pool.query(`truncate ${tables.join(', ')}`);
  }

  /** Events that the read model has passed. @throws Error when some were parked */
  private async folded(): Promise<number> {
    const { rows } = await this.pool.query<{ passed: number; parked: number }>(
      `select (select sum(pos) from ${SCHEMA}.checkpoint)::float8 as passed,
              (select count(*) from ${SCHEMA}.parked)::float8 as parked`,
    );
    if (rows[0]?.parked !== 0) throw new Error('the projection has parked events of the bench');
    return rows[0].passed;
  }

  /** Every shard's events as they lie in the topic, in deliveries as the consumer gets them. */
  private async deliveries(): Promise<ReadonlyMap<number, readonly Delivered[][]>> {
    const all = new Map<number, Delivered[][]>();
    for (let shard = 0; shard < SHARD_COUNT; shard++) {
      const pages: Delivered[][] = [];
      for await (const page of this.store.pages(shard, 0, PAGE)) pages.push(page.map(recordOf));
      all.set(shard, pages);
    }
    return all;
  }
}

type Delivered = Pick<IncomingRecord, 'headers' | 'value'>;

function recordOf(event: StoredEvent): Delivered {
  const { headers, value } = toEventRecord(event, CE_SOURCE);
  return { headers, value: Buffer.from(value) };
}
