import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppConfig, type Stillness as AppStillness } from '@dispute/app-kit';
import type { Instant } from '@dispute/kernel';
import { consumersBehind, headsIn, type NamedStillness } from './consumers-behind.js';

export interface TenantStillness {
  /** What still has to be done, by app. */
  readonly busy: readonly string[];
  /** Earliest due instant in any app. */
  readonly nextDue?: Instant;
  readonly parked: number;
  /** Changes with every event of the tenant. */
  readonly mark: string;
}

export interface WatchedStillness extends TenantStillness {
  readonly isStill: boolean;
}

const BETWEEN_ROUNDS_MS = 10;
const ANSWER_WITHIN_MS = 15_000;
/** Asking it makes it poll the network, so it is asked only when all the others are at rest. */
const GATEWAY = 'network-gateway';

/** Asks every app whether it has come to rest for a tenant. An app that does not answer is not at rest. */
@Injectable()
export class Stillness {
  private readonly apps: readonly (readonly [string, string])[];

  constructor(private readonly config: AppConfig) {
    this.apps = [
      ['intake', config.INTAKE_URL],
      [GATEWAY, config.GATEWAY_URL],
      ['credits', config.CREDITS_URL],
      ['notifier', config.NOTIFIER_URL],
      ['ops', config.OPS_URL],
      ['network-sandbox', config.SANDBOX_URL],
    ];
  }

  /**
   * At rest: two rounds in a row find nothing to do, the network polled in the second, and nothing was stored for the
   * tenant between them. What the gateway stored between them shows in the second, as unread or by what it has caused.
   */
  async watch(tenant: string): Promise<WatchedStillness> {
    const first = await this.withoutNetwork(tenant);
    if (first.busy.length > 0) return { ...first, isStill: false };
    await delay(BETWEEN_ROUNDS_MS);
    const second = await this.ofApps(this.apps, tenant);
    return { ...second, isStill: second.busy.length === 0 && second.mark === first.mark };
  }

  /** What the apps say that can be asked without a poll of the network. */
  withoutNetwork(tenant: string): Promise<TenantStillness> {
    return this.ofApps(
      this.apps.filter(([app]) => app !== GATEWAY),
      tenant,
    );
  }

  private async ofApps(apps: Stillness['apps'], tenant: string): Promise<TenantStillness> {
    const all = await Promise.all(
      apps.map(async ([app, url]): Promise<NamedStillness> => ({ app, ...(await this.ask(url, tenant)) })),
    );
    const nextDue = all.flatMap((app) => app.nextDue ?? []).sort()[0];
    return {
      busy: [...all.flatMap(({ app, busy }) => busy.map((what) => `${app}: ${what}`)), ...consumersBehind(all)],
      parked: all.reduce((sum, app) => sum + (app.parked ?? 0), 0),
      mark: JSON.stringify(headsIn(all.filter(({ app }) => app !== GATEWAY))),
      ...(nextDue === undefined ? {} : { nextDue }),
    };
  }

  private async ask(url: string, tenant: string): Promise<AppStillness> {
    try {
      const response = await fetch(`${url}/internal/quiet?tenant=${encodeURIComponent(tenant)}`, {
        headers: { authorization: `Bearer ${this.config.INTERNAL_TOKEN}` },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      if (!response.ok) return { busy: [`answered ${response.status}`] };
      return (await response.json()) as AppStillness;
    } catch {
      return { busy: ['does not answer'] };
    }
  }
}
