import { randomUUID } from 'node:crypto';
import type { Refusal } from '../claim/outcome.js';

/** HTTP status of each reason code (Mastercard's page "Code and Formats"). */
const STATUS = {
  INVALID_REQUEST: 400,
  INVALID_BODY_HASH: 400,
  NOT_AUTHORIZED_REQUEST: 401,
  AUTHENTICATION_FAILED: 403,
  FORBIDDEN: 403,
  RESOURCE_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVICE_ERROR: 500,
} as const;
export type ReasonCode = keyof typeof STATUS;

export interface ErrorDetail {
  readonly Name: string;
  readonly Value: string;
}

/** An answer in Mastercard's error form: the API's own (`SYSTEM`), or that of the gateway in front of it. */
export class MastercomError extends Error {
  readonly status: number;

  constructor(
    readonly reasonCode: ReasonCode,
    readonly description: string,
    readonly details: readonly ErrorDetail[] = [],
    readonly source: 'SYSTEM' | 'Gateway' = 'SYSTEM',
  ) {
    super(description);
    this.status = STATUS[reasonCode];
  }

  body(requestId: string = randomUUID()): object {
    const common = { Source: this.source, ReasonCode: this.reasonCode, Description: this.description };
    if (this.source === 'Gateway') {
      return { Errors: { Error: [{ ...common, Recoverable: false, Details: null }] } };
    }
    const Recoverable = this.status < 500;
    return { Errors: [{ RequestId: requestId, ...common, Recoverable, Details: this.details }] };
  }
}

/** What the API in front says before a request reaches Mastercom. */
export const gatewayError = (reasonCode: ReasonCode, description: string): MastercomError =>
  new MastercomError(reasonCode, description, [], 'Gateway');

export const invalid = (description: string, details: readonly ErrorDetail[] = []): MastercomError =>
  new MastercomError('INVALID_REQUEST', description, details);

export const unknown = (what: string, id: string): MastercomError =>
  new MastercomError('RESOURCE_NOT_FOUND', `There is no ${what} ${id}.`);

/** How a refusal of the network's own rules looks on the wire. */
export function errorOf(refusal: Refusal): MastercomError {
  const details = Object.entries(refusal.names ?? {}).map(([Name, Value]) => ({ Name, Value }));
  if (refusal.kind === 'unknown') return new MastercomError('RESOURCE_NOT_FOUND', refusal.why, details);
  if (refusal.kind === 'forbidden') return new MastercomError('FORBIDDEN', refusal.why, details);
  return invalid(refusal.why, details);
}
