import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { WebhookDelivery } from '@dispute/contracts';

export interface Delivery {
  readonly id: string;
  readonly traceparent: string | undefined;
  readonly body: WebhookDelivery;
}

/** A partner's HTTP receiver: takes deliveries whose signature is right, refuses the others. */
export class WebhookReceiver {
  readonly deliveries: Delivery[] = [];
  readonly refused: string[] = [];
  private readonly server: Server;
  private secret = '';

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        const taken = this.take(Buffer.concat(chunks).toString('utf8'), headers);
        response.writeHead(taken ? 204 : 401).end();
      });
    });
  }

  /** @returns the URL to register */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  trust(secret: string): void {
    this.secret = secret;
  }

  /** Deliveries of one dispute in the order of arrival, repetitions left out. */
  of(disputeId: string): Delivery[] {
    const seen = new Set<string>();
    return this.deliveries.filter(({ id, body }) => body.resource_id === disputeId && !seen.has(id) && seen.add(id));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(body: string, headers: Record<string, string>): boolean {
    try {
      const verified = new Webhook(this.secret).verify(body, headers) as WebhookDelivery;
      this.deliveries.push({ id: headers['webhook-id'] ?? '', traceparent: headers['traceparent'], body: verified });
      return true;
    } catch (error) {
      this.refused.push((error as Error).message);
      return false;
    }
  }
}
