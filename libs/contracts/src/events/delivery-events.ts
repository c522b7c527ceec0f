import type { Static } from 'typebox';
import { Timestamp, Type, Uuid } from '../schema.js';
import type { EventsOf } from './envelope.js';

/** Events of delivery streams (category `delivery`, one per endpoint and webhook event); kept by the notifier, on no topic. */
export const DELIVERY_EVENTS = {
  'delivery.scheduled.v1': Type.Object({
    endpoint_id: Uuid,
    webhook_event_id: Uuid,
    dispute_id: Uuid,
    sequence: Type.Integer({ minimum: 1 }),
  }),
  'delivery.attempted.v1': Type.Object({
    attempt: Type.Integer({ minimum: 1 }),
    outcome: Type.String(),
    http_status: Type.Optional(Type.Integer()),
    duration_ms: Type.Integer({ minimum: 0 }),
    next_attempt_at: Type.Optional(
      Type.Unsafe<string>({ ...Timestamp, description: 'Real time of the next attempt; absent where none follows.' }),
    ),
  }),
  'delivery.delivered.v1': Type.Object({ attempt: Type.Integer({ minimum: 1 }) }),
  'delivery.given-up.v1': Type.Object({ attempts: Type.Integer({ minimum: 0 }), reason: Type.String() }),
  'delivery.resend-requested.v1': Type.Object({ requested_by: Type.String() }),
} as const;
export type DeliveryEventData = { [T in keyof typeof DELIVERY_EVENTS]: Static<(typeof DELIVERY_EVENTS)[T]> };
export type DeliveryEvent = EventsOf<DeliveryEventData>;
