import { Injectable } from '@nestjs/common';
import { AppConfig, type Stillness as AppStillness } from '@dispute/app-kit';
import type { Instant } from '@dispute/kernel';

export interface TenantStillness {
  /** What still has to be done, by app. */
  readonly busy: readonly string[];
  /** Earliest due instant in any app. */
  readonly nextDue?: Instant;
  readonly parked: number;
}

/** Asks every app whether it has come to rest for a tenant. An app that does not answer is not at rest. */
@Injectable()
export class Stillness {
  private readonly apps: readonly (readonly [string, string])[];

  constructor(private readonly config: AppConfig) {
    this.apps = [
      ['intake', config.INTAKE_URL],
      ['network-gateway', config.GATEWAY_URL],
      ['credits', config.CREDITS_URL],
      ['notifier', config.NOTIFIER_URL],
      ['ops', config.OPS_URL],
      ['network-sandbox', config.SANDBOX_URL],
    ];
  }

  async of(tenant: string): Promise<TenantStillness> {
    const all = await Promise.all(this.apps.map(async ([name, url]) => ({ name, ...(await this.ask(url, tenant)) })));
    const nextDue = all.flatMap((app) => app.nextDue ?? []).sort()[0];
    return {
      busy: all.flatMap((app) => app.busy.map((what) => `${app.name}: ${what}`)),
      parked: all.reduce((sum, app) => sum + (app.parked ?? 0), 0),
      ...(nextDue === undefined ? {} : { nextDue }),
    };
  }

  private async ask(url: string, tenant: string): Promise<AppStillness> {
    try {
      const response = await fetch(`${url}/internal/quiet?tenant=${encodeURIComponent(tenant)}`, {
        headers: { authorization: `Bearer ${this.config.INTERNAL_TOKEN}` },
        signal: AbortSignal.timeout(5000),
      });
      if (!response.ok) return { busy: [`answered ${response.status}`] };
      return (await response.json()) as AppStillness;
    } catch {
      return { busy: ['does not answer'] };
    }
  }
}
