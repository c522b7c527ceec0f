import type { Static } from 'typebox';
import { Day, FreeText, Identifier, OneOf, Strict, Timestamp, Type } from './schema.js';
import { ACTIONS, REPRESENTMENT_REASON_CODES, VERBS, VIOLATION_CODES } from './vocabulary.js';

/** Body of POST /sandbox/claims/{claim_id}/actions: what the acquirer or the network does next. */
export const SandboxAct = Strict(
  {
    action: OneOf(ACTIONS),
    state: OneOf(VERBS),
    message: Type.Optional(FreeText(100)),
    memo: Type.Optional(FreeText(1000)),
    representment_reason_code: Type.Optional(OneOf(REPRESENTMENT_REASON_CODES)),
    violation_code: Type.Optional(OneOf(VIOLATION_CODES)),
    violation_date: Type.Optional(Timestamp),
    network_date: Type.Optional(Day),
    chargeback_id: Type.Optional(Identifier),
    case_id: Type.Optional(Identifier),
    document: Type.Optional(
      Strict({
        file_name: Type.String({ minLength: 1, maxLength: 255, description: 'Card numbers are refused.' }),
        content_base64: Type.String({ maxLength: 22_000_000, contentEncoding: 'base64' }),
      }),
    ),
  },
  { $id: 'SandboxAct' },
);
export type SandboxAct = Static<typeof SandboxAct>;

export const SandboxActTaken = Type.Object({ network_event_id: Type.String() }, { $id: 'SandboxActTaken' });
export type SandboxActTaken = Static<typeof SandboxActTaken>;

export const SANDBOX_FAULTS = ['TIMEOUT_BEFORE', 'TIMEOUT_AFTER_COMMIT', 'REJECT', 'ERROR_500', 'RATE_LIMIT'] as const;

/** Body of POST /sandbox/faults: bad weather for the next calls of one operation. */
export const SandboxFault = Strict(
  {
    operation: Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'Mastercom’s name, such as createChargeback.',
    }),
    fault: OneOf(SANDBOX_FAULTS),
    times: Type.Integer({ minimum: 1, maximum: 1000 }),
  },
  { $id: 'SandboxFault' },
);
export type SandboxFault = Static<typeof SandboxFault>;
