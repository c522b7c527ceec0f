import { Injectable } from '@nestjs/common';
import { AppConfig } from '@dispute/app-kit';

const PATIENCE_MS = 5000;

/** Asks the apps for what they keep to themselves. */
@Injectable()
export class OtherApps {
  private readonly urls: ReadonlyMap<string, string>;

  constructor(private readonly config: AppConfig) {
    this.urls = new Map([
      ['intake', config.INTAKE_URL],
      ['network-gateway', config.GATEWAY_URL],
      ['credits', config.CREDITS_URL],
      ['notifier', config.NOTIFIER_URL],
      ['ops', config.OPS_URL],
    ]);
  }

  get names(): readonly string[] {
    return [...this.urls.keys()];
  }

  /** @throws Error where the app does not answer well */
  async ask(app: string, path: string, request: RequestInit = {}): Promise<unknown> {
    const response = await fetch(`${this.urls.get(app)}${path}`, {
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${this.config.INTERNAL_TOKEN}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`${app} answered ${response.status}`);
    return response.json();
  }
}
