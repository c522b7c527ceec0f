import { BalancedPool } from 'undici';
import type { Turn } from './rounds.ts';

/** Connections of a load generator; each has one request under way. */
const CONNECTIONS = 32;

export interface Ask {
  readonly path: string;
  readonly body: unknown;
}

/** Sends prepared requests over kept connections and reads the answers. */
export class HttpCallers {
  private readonly pool: BalancedPool;
  private readonly headers: Readonly<Record<string, string>>;

  /** @param baseUrls processes that share the connections */
  constructor(baseUrls: readonly string[], token: string) {
    this.pool = new BalancedPool([...baseUrls], { connections: CONNECTIONS / baseUrls.length, pipelining: 1 });
    this.headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  }

  /** One POST. @throws Error for any status but 201 @returns the answer's text */
  async post({ path, body }: Ask, key?: string): Promise<string> {
    const headers = { ...this.headers, ...(key === undefined ? {} : { 'idempotency-key': key }) };
    const answer = await this.pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
    const text = await answer.body.text();
    if (answer.statusCode !== 201) throw new Error(`${path} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
    return text;
  }

  /** All of them, as many at once as there are connections. @param heard is given each answer */
  async postAll(asks: readonly Ask[], keyOf: (n: number) => string, heard?: (text: string) => void): Promise<Turn> {
    const latenciesMs: number[] = [];
    let next = 0;
    const caller = async () => {
      while (next < asks.length) {
        const n = next++;
        const askedAt = performance.now();
        const text = await this.post(asks[n] as Ask, keyOf(n));
        latenciesMs.push(performance.now() - askedAt);
        heard?.(text);
      }
    };
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: CONNECTIONS }, caller));
    return { units: asks.length, seconds: (performance.now() - startedAt) / 1000, latenciesMs };
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
