import type { Static } from 'typebox';
import { OneOf, Strict, Timestamp, Type } from './schema.js';

/** Body of POST /v1/test_clock: an instant to go to, or days to go forward. */
export const SetTestClock = Strict(
  {
    now: Type.Optional(Timestamp),
    advance_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3660 })),
  },
  {
    $id: 'SetTestClock',
    oneOf: [{ required: ['now'] }, { required: ['advance_days'] }],
    'x-fault': 'Send exactly one of "now" and "advance_days".',
  },
);
export type SetTestClock = Static<typeof SetTestClock>;

/** A sandbox tenant's clock. READY: every due timer is decided, reacted to and projected. */
export const TestClock = Type.Object(
  {
    now: Timestamp,
    status: OneOf(['READY', 'ADVANCING']),
    pending_timers: Type.Optional(Type.Integer({ minimum: 0 })),
    parked: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Disputes set aside after a failure; they do not hold READY back.' }),
    ),
  },
  { $id: 'TestClock' },
);
export type TestClock = Static<typeof TestClock>;
