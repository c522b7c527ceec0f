import { Agent, request } from 'undici';
import { ForbiddenAddress, guardedConnector } from './address-guard.js';

export type AttemptOutcome = 'delivered' | 'refused' | 'gone' | 'timed-out' | 'unreachable' | 'forbidden-address';

/** What became of one HTTP request. */
export interface Attempted {
  readonly outcome: AttemptOutcome;
  readonly httpStatus?: number;
  readonly durationMs: number;
}

export interface WebhookRequest {
  readonly url: string;
  /** Sandbox tenants may be called in further address ranges. */
  readonly isSandbox: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WebhookSenderOptions {
  readonly timeoutMs: number;
  readonly sandboxRanges: readonly string[];
}

/** Shorter than receivers keep idle connections, so that a request seldom meets one that is closing. */
const KEEP_IDLE_MS = 1000;
const ANSWER_BYTES = 16_384;

/** Posts webhooks. Follows no redirects; reads no more of an answer than it must. */
export class WebhookSender {
  private readonly live: Agent;
  private readonly sandbox: Agent;

  constructor(private readonly options: WebhookSenderOptions) {
    this.live = this.agent([]);
    this.sandbox = this.agent(options.sandboxRanges);
  }

  async post({ url, isSandbox, headers, body }: WebhookRequest): Promise<Attempted> {
    const start = performance.now();
    const durationMs = (): number => Math.round(performance.now() - start);
    try {
      const answer = await request(url, {
        method: 'POST',
        dispatcher: isSandbox ? this.sandbox : this.live,
        headers: { 'content-type': 'application/json', 'user-agent': 'dispute-platform-webhooks', ...headers },
        body,
        signal: AbortSignal.timeout(this.options.timeoutMs),
      });
      await answer.body.dump({ limit: ANSWER_BYTES }).catch(() => undefined);
      return { outcome: outcomeOf(answer.statusCode), httpStatus: answer.statusCode, durationMs: durationMs() };
    } catch (error) {
      return { outcome: outcomeOfError(error), durationMs: durationMs() };
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.live.destroy(), this.sandbox.destroy()]);
  }

  private agent(furtherRanges: readonly string[]): Agent {
    const { timeoutMs } = this.options;
    return new Agent({
      connect: guardedConnector(furtherRanges, timeoutMs),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      keepAliveTimeout: KEEP_IDLE_MS,
      keepAliveMaxTimeout: KEEP_IDLE_MS,
    });
  }
}

function outcomeOf(status: number): AttemptOutcome {
  if (status >= 200 && status < 300) return 'delivered';
  return status === 410 ? 'gone' : 'refused';
}

function outcomeOfError(error: unknown): AttemptOutcome {
  if (error instanceof ForbiddenAddress) return 'forbidden-address';
  const { name = '', code = '' } = error as { name?: string; code?: string };
  return name === 'TimeoutError' || /TIMEOUT/.test(code) ? 'timed-out' : 'unreachable';
}
