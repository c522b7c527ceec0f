import { AppProcess } from './app-process.js';
import { until } from './until.js';

/** The network as it is: somebody else's process, reached by its base URL alone. */
export class SandboxProcess extends AppProcess {
  constructor(env: Readonly<Record<string, string>>) {
    super('network-sandbox', env);
  }

  override async start(): Promise<void> {
    await super.start();
    await until('the sandbox is ready', async () => (await fetch(`${this.url}/health/ready`)).ok);
  }

  /** Plays the other side. */
  act(claimId: string, body: object): Promise<number> {
    return this.post(`/sandbox/claims/${claimId}/actions`, body);
  }

  plant(operation: string, fault: string, times = 1): Promise<number> {
    return this.post('/sandbox/faults', { operation, fault, times });
  }

  private async post(path: string, body: object): Promise<number> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return response.status;
  }
}
