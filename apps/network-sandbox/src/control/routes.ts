import type { AnyRoute } from '@dispute/app-kit';
import Type, { type Static } from 'typebox';
import { SECOND_PRESENTMENT_CODES, VIOLATIONS } from './words.js';

const words = (values: readonly string[]) => Type.Unsafe<string>({ type: 'string', enum: [...values] });
const closed = { additionalProperties: false };
/** Of a person: card numbers are refused. */
const text = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength, 'x-free-text': true });
const Id = Type.String({ minLength: 1, maxLength: 128 });

/** Stages and verbs of the interfaces page; which pairs can be played stands in `acts.ts`. */
const STAGES = ['CHARGEBACK', 'REPRESENTMENT', 'PRE_ARBITRATION', 'ARBITRATION', 'PRE_COMPLIANCE', 'COMPLIANCE'];
const VERBS = ['CREATE', 'ACCEPT', 'REBUT', 'REVERSE', 'NETWORK_REJECT', 'NETWORK_REJECT_REVERSAL', 'WON', 'LOST'];

/** What the acquirer or the network does next. `network_date` is YYYY-MM-DD; absent: the claim's own time runs on. */
export const SandboxAct = Type.Object(
  {
    action: words(STAGES),
    state: words(VERBS),
    message: Type.Optional(text(100)),
    memo: Type.Optional(text(1000)),
    representment_reason_code: Type.Optional(words(Object.keys(SECOND_PRESENTMENT_CODES))),
    violation_code: Type.Optional(words(Object.keys(VIOLATIONS))),
    violation_date: Type.Optional(Type.String({ format: 'date-time' })),
    network_date: Type.Optional(Type.String({ format: 'date' })),
    chargeback_id: Type.Optional(Id),
    case_id: Type.Optional(Id),
    document: Type.Optional(
      Type.Object(
        {
          file_name: text(255, 1),
          content_base64: Type.String({ minLength: 1, maxLength: 22_000_000 }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type SandboxAct = Static<typeof SandboxAct>;

export const FAULTS = ['TIMEOUT_BEFORE', 'TIMEOUT_AFTER_COMMIT', 'REJECT', 'ERROR_500', 'RATE_LIMIT'] as const;
/** Bad weather for the next `times` calls of one operation of the network, named as Mastercom names it. */
export const SandboxFault = Type.Object(
  {
    operation: Type.String({ minLength: 1, maxLength: 100 }),
    fault: Type.Unsafe<(typeof FAULTS)[number]>({ type: 'string', enum: [...FAULTS] }),
    times: Type.Integer({ minimum: 1, maximum: 1000 }),
  },
  closed,
);
export type SandboxFault = Static<typeof SandboxFault>;

const open = { method: 'POST', auth: 'none', summary: '', source: 'interfaces' } as const;

/** The control API: not part of the network's own. */
export const CONTROL = {
  actOnClaim: {
    ...open,
    path: '/sandbox/claims/{claim_id}/actions',
    params: Type.Object({ claim_id: Id }),
    body: SandboxAct,
    responses: { 202: Type.Object({ network_event_id: Type.String() }) },
  },
  actOnDispute: {
    ...open,
    path: '/sandbox/disputes/{dispute_id}/actions',
    params: Type.Object({ dispute_id: Type.String({ format: 'uuid' }) }),
    body: SandboxAct,
    responses: { 202: Type.Object({ network_event_id: Type.String() }) },
  },
  plantFault: {
    ...open,
    path: '/sandbox/faults',
    body: SandboxFault,
    responses: { 202: Type.Unknown() },
  },
} as const satisfies Record<string, AnyRoute>;
