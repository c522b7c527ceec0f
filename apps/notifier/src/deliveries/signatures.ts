import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** A signing secret: its bytes sign Standard Webhooks, its text Synctera's. */
export interface SigningSecret {
  readonly bytes: Buffer;
}

export const SECRET_PREFIX = 'whsec_';
export const textOfSecret = ({ bytes }: SigningSecret): string => `${SECRET_PREFIX}${bytes.toString('base64')}`;

export interface Signed {
  readonly id: string;
  readonly body: string;
  /** Real time, in ms. */
  readonly atMs: number;
}

/** Standard Webhooks: one signature per secret in use, newest first, separated by spaces. */
export function standardHeaders({ id, body, atMs }: Signed, secrets: readonly SigningSecret[]): Record<string, string> {
  const at = new Date(atMs);
  const signatures = secrets.map(({ bytes }) => new Webhook(bytes, { format: 'raw' }).sign(id, at, body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(atMs / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

/** Synctera's: hex HMAC-SHA256 of "timestamp.body", keyed with the secret's text; while a secret is rolling, both, joined by a dot. */
export function syncteraHeaders({ id, body, atMs }: Signed, secrets: readonly SigningSecret[]): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  const signatures = secrets
    .slice(0, 2)
    .map((secret) => createHmac('sha256', textOfSecret(secret)).update(`${timestamp}.${body}`).digest('hex'));
  return { 'webhook-id': id, 'request-timestamp': timestamp, 'synctera-signature': signatures.join('.') };
}
