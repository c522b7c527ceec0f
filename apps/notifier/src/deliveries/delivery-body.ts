import type { WebhookMessage } from '@dispute/contracts';

export type SignatureKind = 'standard' | 'synctera';

/** Where a delivery goes, and as what. */
export interface Addressee {
  readonly endpointId: string;
  readonly url: string;
  readonly signature: SignatureKind;
}

/** The bytes of a delivery. Synctera's receivers expect the resource, and it alone, as JSON inside a string. */
export function bodyOf(message: WebhookMessage, to: Addressee, isRetry: boolean): string {
  const { id, type, event_time, metadata, ...rest } = message;
  const { event_resource, ...more } = rest;
  return JSON.stringify({
    ...{ id, webhook_id: to.endpointId, type, event_time, url: to.url, metadata },
    ...more,
    status: isRetry ? 'RETRYING' : message.status,
    event_resource: to.signature === 'synctera' ? JSON.stringify(event_resource) : event_resource,
  });
}
