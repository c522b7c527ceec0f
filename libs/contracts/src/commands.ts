import type { Static } from 'typebox';
import { FreeText, Identifier, OneOf, PositiveAmount, Strict, Timestamp, Type, Uuid } from './schema.js';
import {
  ACTIONS,
  NOTICE_CLOCKS,
  PAYMENT_RAILS,
  REASON_CODES,
  REASON_CODE_ALIASES,
  VERBS,
  VIOLATION_CODES,
} from './vocabulary.js';

const ReasonCodeInput = OneOf([...REASON_CODES, 'CARD_HOLDER_DISPUTE'] as const);

/** Body of POST /v1/disputes and value of `dispute.open.v1` (S1, S3). */
export const OpenDispute = Strict(
  {
    payment_rail: OneOf(PAYMENT_RAILS),
    transaction_id: Identifier,
    disputed_amount: PositiveAmount,
    date_customer_reported: Timestamp,
    memo: Type.Optional(FreeText(1000)),
    reason_code: Type.Optional(ReasonCodeInput),
    notice_written: Type.Optional(Type.Boolean()),
  },
  { $id: 'OpenDispute' },
);
export type OpenDispute = Static<typeof OpenDispute>;

/** An action as S4 asks for it. */
export const actFields = {
  action: OneOf(ACTIONS),
  state: OneOf(VERBS),
  payment_rail: OneOf(PAYMENT_RAILS),
  memo: Type.Optional(FreeText(1000)),
  message: Type.Optional(FreeText(100)),
  reason_code: Type.Optional(ReasonCodeInput),
  supporting_doc_id: Type.Optional(Uuid),
  updated_reason_code_memo: Type.Optional(FreeText(1000)),
  violation_code: Type.Optional(OneOf(VIOLATION_CODES)),
  violation_date: Type.Optional(Timestamp),
};

/** Body of POST /v1/disputes/{id}/actions (S4). */
export const ActOnDispute = Strict(actFields, { $id: 'ActOnDispute' });
export type ActOnDispute = Static<typeof ActOnDispute>;

const updateFields = {
  status: Type.Optional(OneOf(['OPEN', 'CLOSED'])),
  withdrawn_by_cardholder: Type.Optional(Type.Boolean()),
  network_eligibility_override: Type.Optional(Type.Boolean({ const: true })),
  network_eligibility_override_reason: Type.Optional(FreeText(1000, 1)),
  notices_sent: Type.Optional(
    Type.Array(OneOf(NOTICE_CLOCKS), {
      minItems: 1,
      uniqueItems: true,
      description: 'Clocks whose notice has gone out to the cardholder today: they are met, if they still run.',
    }),
  ),
};
/** One change at a time: close or reopen, override the network's eligibility with a reason, or tell of notices. */
const oneChange = {
  dependentRequired: {
    withdrawn_by_cardholder: ['status'],
    network_eligibility_override: ['network_eligibility_override_reason'],
    network_eligibility_override_reason: ['network_eligibility_override'],
  },
  oneOf: [{ required: ['status'] }, { required: ['network_eligibility_override'] }, { required: ['notices_sent'] }],
  'x-fault': 'Send exactly one change: "status", "network_eligibility_override" with its reason, or "notices_sent".',
};

/** Body of PATCH /v1/disputes/{id}. */
export const UpdateDispute = Strict(updateFields, { $id: 'UpdateDispute', ...oneChange });
export type UpdateDispute = Static<typeof UpdateDispute>;

const denyFields = {
  finding: OneOf(['NO_ERROR', 'DIFFERENT_ERROR']),
  explanation: FreeText(4000, 1),
  supporting_doc_ids: Type.Optional(Type.Array(Uuid, { maxItems: 100, uniqueItems: true })),
};
/** Body of POST /v1/disputes/{id}/denial. */
export const DenyDispute = Strict(denyFields, { $id: 'DenyDispute' });
export type DenyDispute = Static<typeof DenyDispute>;

const onDispute = { dispute_id: Uuid };
export const ActOnDisputeCommand = Strict({ ...onDispute, ...actFields }, { $id: 'ActOnDisputeCommand' });
export const UpdateDisputeCommand = Strict(
  { ...onDispute, ...updateFields },
  { $id: 'UpdateDisputeCommand', ...oneChange },
);
export const DenyDisputeCommand = Strict({ ...onDispute, ...denyFields }, { $id: 'DenyDisputeCommand' });

/** ce_type on `dispute.commands` → schema of the value (interfaces: Kafka). */
export const COMMAND_MESSAGES = {
  'dispute.open.v1': OpenDispute,
  'dispute.act.v1': ActOnDisputeCommand,
  'dispute.update.v1': UpdateDisputeCommand,
  'dispute.deny.v1': DenyDisputeCommand,
} as const;
export type CommandMessageType = keyof typeof COMMAND_MESSAGES;

/** The emitted name of a reason code: aliases become what they stand for. */
export function canonicalReasonCode(code: Static<typeof ReasonCodeInput>): (typeof REASON_CODES)[number] {
  return code === 'CARD_HOLDER_DISPUTE' ? REASON_CODE_ALIASES[code] : code;
}
