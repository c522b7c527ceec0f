import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { TenantClock, TenantDirectory } from '@dispute/app-kit';
import { Leases } from '@dispute/event-store';
import { createKafkaClient, type MessageClient, Relay } from '@dispute/messaging';
import { appending } from '../harness/appending.ts';
import { built } from '../harness/built.ts';
import { openingAndAction, TENANT } from '../harness/disputes.ts';
import { type GrownStore, growStore, STORE } from '../harness/grown-store.ts';
import { relayedUpTo } from '../harness/relayed-up-to.ts';
import { type Contender, interleaved, type Series } from '../harness/rounds.ts';
import { ratiosOf } from '../harness/statistics.ts';
import type { RatioName } from '../harness/targets.ts';
import { checkpoint, countRows, type Workshop } from '../harness/workshop.ts';
import { CE_SOURCE, SILENT } from './relay.ts';

const { DisputeList } = await built('apps/ops/dist/http/dispute-list.js');

const APPENDERS = 32;
const PAGE_SIZE = 20;
const FAR_PAGE = 1000;

/** Growth: the same work in stores of several sizes, in turns. */
export async function benchGrowth(shop: Workshop): Promise<void> {
  const grown: { size: number; store: GrownStore }[] = [];
  try {
    for (const size of shop.scale.sizes)
      grown.push({ size, store: await growStore(shop, `bench_growth_${size}`, size) });
    const [small, large] = shop.scale.sizes.map((size) => size.toLocaleString('en-US'));
    shop.results.note(
      `The small store has ${small} events, the large one ${large}. ` +
        'The stores were filled by the database with copies of one real dispute’s rows (events, outcomes, timers, list): ' +
        'other ids and times, dense positions in all shards.',
    );
    for (const subject of SUBJECTS) await measure(shop, subject, grown);
  } finally {
    await Promise.all(grown.map(({ store }) => store.close()));
  }
}

interface GrowthSubject {
  readonly ratio: RatioName;
  readonly says: string;
  /** Rates are compared upside down, as times; the others by their p50. */
  readonly by: 'rate' | 'p50';
  readonly contender: (shop: Workshop, store: GrownStore, name: string) => Promise<Contender>;
}

async function measure(shop: Workshop, subject: GrowthSubject, grown: readonly { size: number; store: GrownStore }[]) {
  const contenders = [];
  for (const { size, store } of grown)
    contenders.push(await subject.contender(shop, store, `${subject.ratio}_${size}`));
  const between = async () => {
    await checkpoint((grown[0] as (typeof grown)[number]).store.pool);
    shop.watch.look();
  };
  const found = await interleaved(contenders, { ...shop, ...shop.scale, between });
  const [smallest, ...larger] = grown.map(({ size }) => ({
    size,
    series: found.get(`${subject.ratio}_${size}`) as Series,
  }));
  for (const { size, series } of [smallest as Sized, ...larger]) {
    const values = subject.by === 'rate' ? series.rates : series.p50Ms;
    const says = `${subject.says}, ${size.toLocaleString('en-US')} events`;
    shop.results.rate(`${subject.ratio}_${size}`, values, { says, unit: subject.by === 'rate' ? 'events/s' : 'ms' });
  }
  for (const large of larger) compare(shop, subject, smallest as Sized, large);
}

interface Sized {
  readonly size: number;
  readonly series: Series;
}

/** The ratio with a target is that of the second size; a third one, of a full run, is told beside. */
function compare(shop: Workshop, { ratio, by }: GrowthSubject, small: Sized, large: Sized): void {
  const ratios = ratiosOf(timesOf(large.series, by), timesOf(small.series, by));
  if (large.size === shop.scale.sizes[1]) shop.results.ratio(ratio, ratios);
  else
    shop.results.rate(`${ratio}_at_${large.size}`, ratios, {
      says: `  ${large.size.toLocaleString('en-US')} events : the smallest`,
      unit: 'ratio',
    });
}

const timesOf = ({ rates, p50Ms }: Series, by: GrowthSubject['by']): number[] =>
  by === 'rate' ? rates.map((rate) => 1 / rate) : p50Ms;

const appends = (_: Workshop, { pool, store }: GrownStore, name: string): Promise<Contender> =>
  Promise.resolve(appending({ name, store, callers: APPENDERS, count: () => countRows(pool, `${STORE}.event`) }));

/** One caller asks again and again. */
function asking(name: string, ask: () => Promise<unknown>): Contender {
  let asked = 0;
  return {
    name,
    count: () => Promise.resolve(asked),
    turn: async (seconds) => {
      const latenciesMs: number[] = [];
      const startedAt = performance.now();
      while (performance.now() < startedAt + seconds * 1000) {
        const askedAt = performance.now();
        await ask();
        latenciesMs.push(performance.now() - askedAt);
      }
      asked += latenciesMs.length;
      return { units: latenciesMs.length, seconds: (performance.now() - startedAt) / 1000, latenciesMs };
    },
  };
}

async function loadsById(_: Workshop, { pool, store }: GrownStore, name: string): Promise<Contender> {
  const { rows } = await pool.query<{ stream: string }>(
    `select stream from ${STORE}.event tablesample bernoulli (10) where stream like 'dispute/%' limit 5000`,
  );
  let next = 0;
  return asking(name, async () => {
    const stream = rows[next++ % rows.length]?.stream ?? '';
    const { histories } = await store.load([stream]);
    if ((histories.get(stream)?.length ?? 0) < 2) throw new Error(`${stream} was not found`);
  });
}

const listPages =
  (page: number) =>
  async (_: Workshop, { pool, disputes }: GrownStore, name: string): Promise<Contender> => {
    const list = new DisputeList(pool, new TenantClock(pool, new TenantDirectory(pool)));
    const last = Math.floor((disputes - 1) / PAGE_SIZE);
    const token = await tokenBefore(pool, Math.min(page, last));
    const filters = { tenant: TENANT, limit: PAGE_SIZE, ...(token === undefined ? {} : { page_token: token }) };
    return asking(name, async () => {
      const { disputes: shown } = await list.page(filters);
      if (shown.length < PAGE_SIZE) throw new Error(`a page of the list has ${shown.length} disputes`);
    });
  };

/** What the page before this one would have named as the next; none for the first. */
async function tokenBefore(pool: Pool, page: number): Promise<string | undefined> {
  if (page === 1) return undefined;
  const { rows } = await pool.query<{ us: string; dispute_id: string }>(
    `select (extract(epoch from created_at) * 1000000)::bigint::text as us, dispute_id from ops.dispute_v1
      where tenant = $1 order by created_at desc, dispute_id desc offset $2 limit 1`,
    [TENANT, (page - 1) * PAGE_SIZE - 1],
  );
  return Buffer.from(`${rows[0]?.us}/${rows[0]?.dispute_id}`).toString('base64url');
}

/** One commit after another, each until the topic has it. The relay runs on from the store's heads. */
async function relayLag({ servers }: Workshop, { pool, store }: GrownStore, name: string): Promise<Contender> {
  const topic = `bench.${randomUUID()}`;
  const client = createKafkaClient({ brokers: servers.brokers.split(','), clientId: 'bench', logger: SILENT });
  await client.ensureTopics([{ name: topic, partitions: 64 }]);
  const heads = await store.heads();
  const sent = new SentWatch();
  const relay = new Relay({
    client: sent.watching(client),
    topic,
    ceSource: CE_SOURCE,
    source: relayedUpTo(store, heads),
    leases: new Leases(pool, STORE, topic),
    logger: SILENT,
  });
  const deaf = store.onAppended((shard) => relay.wake(shard));
  relay.start();
  const end = async () => {
    deaf();
    await relay.stop();
    await client.close();
  };
  const twoCommits = async () => {
    for (const commit of openingAndAction()) {
      const arrived = sent.next(commit.subject);
      await store.append(commit);
      await arrived;
    }
  };
  return { ...asking(name, twoCommits), end };
}

/** Tells when a dispute's records have been acknowledged by the broker. */
class SentWatch {
  private readonly awaited = new Map<string, () => void>();

  next(key: string): Promise<void> {
    return new Promise((resolve) => this.awaited.set(key, resolve));
  }

  watching(client: MessageClient): Pick<MessageClient, 'send' | 'lastRecords' | 'outages'> {
    return {
      outages: 0,
      lastRecords: (topic, partitions) => client.lastRecords(topic, partitions),
      send: async (topic, records) => {
        await client.send(topic, records);
        for (const { key } of records) this.awaited.get(key)?.();
      },
    };
  }
}

const SUBJECTS: readonly GrowthSubject[] = [
  { ratio: 'growth_append', says: 'append, 32 callers', by: 'rate', contender: appends },
  { ratio: 'growth_load', says: 'load by id, p50', by: 'p50', contender: loadsById },
  { ratio: 'growth_list_first_page', says: 'list, page 1, p50', by: 'p50', contender: listPages(1) },
  { ratio: 'growth_list_far_page', says: `list, page ${FAR_PAGE}, p50`, by: 'p50', contender: listPages(FAR_PAGE) },
  { ratio: 'growth_relay_lag', says: 'two appends, each until the topic has it, p50', by: 'p50', contender: relayLag },
];
