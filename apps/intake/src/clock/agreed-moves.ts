import { HttpRejection } from '@dispute/app-kit';
import type { AppendVerdict, EventStore } from '@dispute/event-store';
import { type Instant, shardOfTransaction } from '@dispute/kernel';
import { fingerprintOf, type Intent } from '../commands/intent.js';

/** Beside the key itself, under which the target is agreed: that the clock has been moved there. */
const MADE = '/moved';

/**
 * Where requests with an Idempotency-Key move a test clock. The target is agreed before the clock moves and its arrival
 * noted after: whoever asks again after a crash in between goes on, and after that moves nothing any more.
 */
export class AgreedMoves {
  constructor(private readonly store: EventStore) {}

  /**
   * @returns the instant that the key has asked for first; undefined where the clock was moved there already
   * @throws HttpRejection IDEMPOTENCY_INVALID_REUSE
   */
  async targetOf(intent: Intent, wanted: Instant, now: Instant): Promise<Instant | undefined> {
    const { tenant, principal, key } = intent;
    if (key === undefined) return wanted;
    const verdict = await this.note(intent, principal, { target: wanted, now });
    if (verdict.verdict !== 'known') return wanted;
    if (verdict.outcome.fingerprint !== fingerprintOf(intent.asked)) throw reused();
    const { outcome: made } = await this.store.load([], { tenant, principal: `${principal}${MADE}`, key });
    return made ? undefined : (verdict.outcome.resultId as Instant);
  }

  async made(intent: Intent, target: Instant, now: Instant): Promise<void> {
    if (intent.key !== undefined) await this.note(intent, `${intent.principal}${MADE}`, { target, now });
  }

  private note(intent: Intent, principal: string, at: { target: Instant; now: Instant }): Promise<AppendVerdict> {
    const { tenant, key = '', channel, actor, asked } = intent;
    return this.store.append({
      tenant,
      shard: shardOfTransaction(tenant, key),
      subject: key,
      streams: [],
      meta: { commandId: key, actor, occurredAt: at.now },
      outcome: { principal, key, fingerprint: fingerprintOf(asked), channel, status: 202, resultId: at.target },
    });
  }
}

const reused = (): HttpRejection =>
  new HttpRejection({
    code: 'IDEMPOTENCY_INVALID_REUSE',
    detail: 'This idempotency key was used for a different request; use a new key for each request.',
  });
