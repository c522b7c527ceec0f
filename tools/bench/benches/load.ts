import type { Dated, DisputeEvent, StoredEvent } from '@dispute/contracts';
import { disputeDecider } from '@dispute/domain';
import type { AppendRequest, EventStore } from '@dispute/event-store';
import { fold } from '@dispute/kernel';
import { DecidedDispute } from '../harness/disputes.ts';
import { createStore, fillStore } from '../harness/filled-store.ts';
import { type Contender, interleaved, type Series } from '../harness/rounds.ts';
import { createDatabase, poolOn, type Workshop } from '../harness/workshop.ts';

const SCHEMA = 'intake';
const LENGTHS = [10, 100, 1000] as const;

/** Load: one dispute's stream read and folded, alone, in a store that holds others. */
export async function benchLoad(shop: Workshop): Promise<void> {
  const pool = poolOn(await createDatabase(shop.servers, 'bench_load'));
  try {
    const store = await createStore(pool, SCHEMA);
    await fillStore(store, shop.scale.events);
    const contenders = [];
    for (const length of LENGTHS) contenders.push(loads(store, await storeStream(store, length), length));
    await pool.query('analyze');
    const found = await interleaved(contenders, { ...shop, ...shop.scale, between: () => shop.watch.look() });
    for (const length of LENGTHS) {
      const { p50Ms, p99Ms, rates } = found.get(`load_${length}`) as Series;
      shop.results.rate(`load_${length}_p50`, p50Ms, {
        says: `a stream of ${length} events, read and folded, p50`,
        unit: 'ms',
      });
      shop.results.rate(`load_${length}_p99`, p99Ms, { says: '  its p99', unit: 'ms' });
      shop.results.rate(`load_${length}`, rates, { says: '  events folded, one caller', unit: 'events/s' });
    }
  } finally {
    await pool.end();
  }
}

/** A dispute with a chargeback and as many documents as make the length. @returns its stream */
async function storeStream(store: EventStore, length: number): Promise<string> {
  const dispute = new DecidedDispute();
  const opened = dispute.open();
  await append(store, opened);
  await append(store, dispute.act());
  while (dispute.version < length) await append(store, dispute.addDocument());
  return opened.streams[0]?.stream ?? '';
}

async function append(store: EventStore, request: AppendRequest): Promise<void> {
  const { verdict } = await store.append(request);
  if (verdict !== 'appended') throw new Error(`a commit of the bench was not appended: ${verdict}`);
}

function loads(store: EventStore, stream: string, length: number): Contender {
  let folded = 0;
  return {
    name: `load_${length}`,
    count: () => Promise.resolve(folded),
    turn: async (seconds) => {
      const latenciesMs: number[] = [];
      const startedAt = performance.now();
      while (performance.now() < startedAt + seconds * 1000) {
        const askedAt = performance.now();
        const history = (await store.load([stream])).histories.get(stream) ?? [];
        foldDispute(history);
        latenciesMs.push(performance.now() - askedAt);
        folded += history.length;
      }
      const units = latenciesMs.length * length;
      return { units, seconds: (performance.now() - startedAt) / 1000, latenciesMs };
    },
  };
}

function foldDispute(history: readonly StoredEvent[]): void {
  const state = fold(disputeDecider, history as unknown as Dated<DisputeEvent>[]);
  if (!state.exists) throw new Error('a stored stream folds to no dispute');
}
