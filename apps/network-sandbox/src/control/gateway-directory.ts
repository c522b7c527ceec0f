import { Inject, Injectable } from '@nestjs/common';
import { HttpRejection } from '@dispute/app-kit';
import { type Instant, parseInstant } from '@dispute/kernel';
import { SandboxConfig } from '../config.js';

export interface ClaimAddress {
  readonly claimId: string;
  /** What time it is for the client whose claim it is, where the gateway says so. */
  readonly now?: Instant;
}

const ANSWER_WITHIN_MS = 5000;

/** Asks the client which claim its dispute has: the network itself knows no disputes. */
@Injectable()
export class GatewayDirectory {
  constructor(@Inject(SandboxConfig) private readonly config: SandboxConfig) {}

  async claimOf(disputeId: string): Promise<ClaimAddress> {
    const url = new URL('/internal/claims', this.config.GATEWAY_URL);
    url.searchParams.set('dispute_id', disputeId);
    const response = await this.ask(url);
    const found = response.ok ? ((await response.json()) as { claim_id?: string; now?: string }) : {};
    await response.body?.cancel().catch(() => undefined);
    if (response.status !== 404 && !response.ok) throw away(`it answered ${response.status}`);
    if (typeof found.claim_id !== 'string') {
      const detail = `Dispute ${disputeId} has no claim at the network (yet); it is opened right after the dispute.`;
      throw new HttpRejection({ code: 'RESOURCE_NOT_FOUND', detail });
    }
    const now = parseInstant(found.now ?? '');
    return { claimId: found.claim_id, ...(now ? { now } : {}) };
  }

  private async ask(url: URL): Promise<Response> {
    try {
      return await fetch(url, {
        headers: { authorization: `Bearer ${this.config.INTERNAL_TOKEN}` },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch (error) {
      throw away((error as Error).message);
    }
  }
}

const away = (why: string): HttpRejection =>
  new HttpRejection({
    code: 'TEMPORARILY_UNAVAILABLE',
    detail: `The network gateway could not be asked for the dispute's claim (${why}); send the request again, or name the claim.`,
  });
