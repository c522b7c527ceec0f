import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import pg from 'pg';
import { EventStore } from './index.js';
import { SCHEMA, type Shop, commit, newStream, openShop, outcome, until } from './shop.fixture.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** The real pool, over a network that loses the next answers of the append function, and says one thing after another. */
function losing(answers: number, faults = ['ECONNRESET']): pg.Pool {
  let lost = 0;
  return new Proxy(shop.pool, {
    get(pool, name) {
      if (name !== 'query') return Reflect.get(pool, name);
      return async (query: pg.QueryConfig) => {
        const result = await pool.query(query);
        if (query.name !== `${SCHEMA}.append` || lost === answers) return result;
        const code = faults[lost++ % faults.length];
        if (code === undefined || code === 'none') return result;
        throw Object.assign(new Error(`read ${code}`), { code });
      };
    },
  });
}

describe('a batch whose answer was lost', () => {
  it('is sent again and recognised, with and without an outcome', async () => {
    const [one, two, three] = [newStream(3), newStream(3), newStream(3)];
    await shop.store.append(commit(two, 0, { webhooks: true }));
    // The first request goes alone; the answer to the others, which gather meanwhile, is lost twice.
    const store = new EventStore(losing(3, ['none', 'ECONNRESET', 'ECONNRESET']), { schema: SCHEMA, lanes: 1 });
    const verdicts = await Promise.all([
      store.append(commit(one, 0)),
      store.append(commit(two, 1, { count: 2, webhooks: true, outcome: outcome(randomUUID(), { stream: two }) })),
      store.append(commit(three, 7)),
    ]);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['appended', 'appended', 'conflict']);
    const { histories } = await shop.store.load([one, two, three]);
    expect(verdicts[0]).toMatchObject({ events: histories.get(one) });
    expect(verdicts[1]).toMatchObject({ events: histories.get(two)?.slice(1) });
    expect(histories.get(two)?.map(({ webhookSequence }) => webhookSequence)).toEqual([1, 2, 2]);
    expect((await shop.store.heads()).get(3)).toBe(4);
  });
});

describe('a batch whose second try fails for good', () => {
  it('is recognised request by request', async () => {
    const streams = [newStream(4), newStream(4)];
    const store = new EventStore(losing(3, ['none', 'ECONNRESET', '22000']), { schema: SCHEMA, lanes: 1 });
    const first = store.append(commit(newStream(4), 0));
    const verdicts = await Promise.all([first, ...streams.map((stream) => store.append(commit(stream, 0)))]);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['appended', 'appended', 'appended']);
  });
});

describe('a network that breaks behind a commit', () => {
  it('costs nothing: the same request has the same answer, and was stored once', async () => {
    const network = await BreakingNetwork.to(shop.url);
    const pool = new pg.Pool({ connectionString: network.url, max: 2 });
    pool.on('error', () => undefined);
    const store = new EventStore(pool, { schema: SCHEMA, lanes: 1 });
    const [stream, key] = [newStream(25), randomUUID()];
    await store.append(commit(stream, 0));
    const request = commit(stream, 1, { count: 2, webhooks: true, outcome: outcome(key, { stream }) });
    const isStored = async () => (await shop.store.load([stream])).histories.get(stream)?.length === 3;
    network.loseAnswersUntil(async () => network.lost > 0 && (await isStored()));
    const verdict = await store.append(request);
    expect(network.lost).toBeGreaterThan(0);
    expect(verdict).toMatchObject({ verdict: 'appended', events: [{ version: 2 }, { version: 3 }] });
    expect(await store.append(request)).toMatchObject({ verdict: 'known', outcome: { key, version: 3, status: 201 } });
    expect((await shop.store.load([stream])).histories.get(stream)).toHaveLength(3);
    await pool.end();
    await network.close();
  });
});

/** TCP between a client and PostgreSQL. */
class BreakingNetwork {
  /** Connections that broke with an answer on its way. */
  lost = 0;
  private hold = false;
  private readonly sockets = new Set<net.Socket>();

  private constructor(
    private readonly server: net.Server,
    readonly url: string,
  ) {}

  static async to(databaseUrl: string): Promise<BreakingNetwork> {
    const { hostname, port } = new URL(databaseUrl);
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
    const network = new BreakingNetwork(server, url.href);
    server.on('connection', (client) => network.join(client, net.connect(Number(port), hostname)));
    return network;
  }

  /** From now on questions go through and answers do not; when the condition holds, every connection breaks, and new ones work. */
  loseAnswersUntil(condition: () => Promise<boolean>): void {
    this.hold = true;
    void until(condition).finally(() => {
      this.hold = false;
      for (const socket of this.sockets) socket.destroy();
    });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: net.Socket, upstream: net.Socket): void {
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
    }
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => (this.hold ? (this.lost += 1) : client.write(bytes)));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  }
}

describe('a server that ends connections', () => {
  it('costs callers nothing but time', async () => {
    const pool = new pg.Pool({ connectionString: shop.url, max: 4, application_name: 'to-be-killed' });
    pool.on('error', () => undefined);
    const store = new EventStore(pool, { schema: SCHEMA, lanes: 4 });
    let done = false;
    const work = Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const stream = newStream(8 + n);
        for (let version = 0; version < 25; version++) {
          expect((await store.append(commit(stream, version))).verdict).toBe('appended');
        }
      }),
    ).finally(() => (done = true));
    for (let kills = 0; kills < 4 && !done; kills++) {
      await shop.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to-be-killed'`,
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await work;
    const heads = await shop.store.heads();
    expect([8, 9, 10, 11, 12, 13, 14, 15].map((shard) => heads.get(shard))).toEqual(Array(8).fill(25));
    await pool.end();
  });
});

describe('a process that dies in mid transaction', () => {
  it('leaves nothing and holds nobody up', async () => {
    const stream = newStream(20);
    const client = new pg.Client({ connectionString: shop.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');
    const dying = new EventStore(client as unknown as pg.Pool, { schema: SCHEMA });
    expect((await dying.append(commit(stream, 0))).verdict).toBe('appended');
    const waiting = shop.store.append(commit(stream, 0));
    await until(
      async () =>
        (await shop.pool.query(`select from pg_locks where locktype = 'advisory' and not granted`)).rowCount === 1,
    );
    client.connection.stream.destroy();
    expect(await waiting).toMatchObject({ verdict: 'appended', events: [{ position: 1, version: 1 }] });
  });
});
