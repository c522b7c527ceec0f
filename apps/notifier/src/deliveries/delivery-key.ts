import { streamName } from '@dispute/kernel';

/** One delivery: a webhook event on its way to an endpoint. */
export interface DeliveryKey {
  readonly tenant: string;
  readonly shard: number;
  readonly endpointId: string;
  readonly eventId: string;
}

export const DELIVERY = 'delivery';

export const streamOf = ({ tenant, shard, endpointId, eventId }: DeliveryKey): string =>
  streamName(DELIVERY, tenant, shard, `${endpointId}.${eventId}`);

/** @throws Error where a stream is none of a delivery */
export function keyOfStream(stream: string): DeliveryKey {
  const [category, tenant, shard, id] = stream.split('/');
  const [endpointId, eventId] = id?.split('.') ?? [];
  if (category !== DELIVERY || !tenant || !endpointId || !eventId) throw new Error(`no delivery stream: ${stream}`);
  return { tenant, shard: Number(shard), endpointId, eventId };
}
