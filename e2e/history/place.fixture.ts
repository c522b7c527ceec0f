import type { EventPlace } from './event-place.ts';

/** An event of shard 0 that is a commit of its own, unless told otherwise. */
export const place = (position: number, fields: Partial<EventPlace> = {}): EventPlace => ({
  shard: 0,
  position,
  eventId: `event ${position}`,
  tenant: 'acme',
  commandId: `command ${position}`,
  commitIndex: 0,
  commitSize: 1,
  subject: 'dispute',
  webhookSequence: null,
  ...fields,
});
