import {
  type CardTransaction,
  type DisputeEvent,
  type DisputeNetwork,
  type DisputeEventData,
  canonicalReasonCode,
} from '@dispute/contracts';
import {
  type CommandMeta,
  type Decision,
  type Instant,
  type Rejection,
  accepted,
  inputFault,
  isBefore,
  parseInstant,
  refused,
  utcDateOf,
} from '@dispute/kernel';
import { present } from '../../present.js';
import { applicableRegulation } from '../../regulation/applicable-regulation.js';
import { clocksAtOpening } from '../../regulation/clocks-at-opening.js';
import { editionOn } from '../../rules/rule-book.js';
import { DEFAULT_POLICY, type DisputeCommand } from '../commands.js';
import { withholding } from '../withheld-amount.js';
import { windowsFrom } from '../windows.js';

type OpenDispute = Extract<DisputeCommand, { type: 'OpenDispute' }>;

/** Opens a dispute. That the transaction has room for it is the disputed transaction's to say. */
export function openDispute(command: OpenDispute, meta: CommandMeta): Decision<DisputeEvent> {
  const { body, transaction } = command;
  const fault = faultOf(command, meta.now);
  if (fault) return refused(fault);
  if (!transaction) {
    const detail = `Transaction ${body.transaction_id} is not known; feed it with PUT /v1/transactions/{id} first.`;
    return refused({ code: 'TRANSACTION_UNKNOWN', detail });
  }
  const settled = transaction.settled_at as Instant | undefined;
  if (transaction.status !== 'POSTED' || !settled) {
    const detail = `Transaction ${body.transaction_id} is ${transaction.status}; wait until it is POSTED.`;
    return refused({ code: 'TRANSACTION_NOT_POSTED', detail });
  }
  const data = openingFacts(command, transaction, settled, meta);
  const opened: DisputeEvent = { type: 'dispute.opened.v1', data };
  return data.applicable_regulation === 'REGULATION_Z' ? accepted(opened, withheld(data)) : accepted(opened);
}

function faultOf({ body }: OpenDispute, now: Instant): Rejection | null {
  if (body.payment_rail !== 'CARD') {
    const detail = `Payment rail ${body.payment_rail} is not supported yet; disputes of rail CARD are.`;
    return { code: 'PAYMENT_RAIL_NOT_SUPPORTED', detail };
  }
  const reported = parseInstant(body.date_customer_reported);
  if (!reported) return inputFault('/date_customer_reported', 'not_a_time', 'Send a time as in RFC 3339.');
  return isBefore(now, reported)
    ? inputFault('/date_customer_reported', 'in_the_future', 'The notice cannot lie in the future; send when it came.')
    : null;
}

function openingFacts(
  { disputeId, body, policy = DEFAULT_POLICY, caseId }: OpenDispute,
  transaction: CardTransaction,
  settled: Instant,
  meta: CommandMeta,
): DisputeEventData['dispute.opened.v1'] {
  const reportedAt = parseInstant(body.date_customer_reported) ?? meta.now;
  const network = networkOf(transaction);
  const regulation = applicableRegulation(transaction);
  const rules = editionOn(utcDateOf(meta.now));
  const clocks = clocksAtOpening({
    regulation,
    transaction,
    reportedAt,
    written: body.notice_written,
    zone: policy.institution_zone,
    rules,
  });
  return present({
    dispute_id: disputeId,
    tenant: meta.tenant,
    payment_rail: body.payment_rail,
    transaction_id: body.transaction_id,
    account_id: transaction.account_id,
    customer_id: transaction.customer_id,
    disputed_amount: body.disputed_amount,
    currency: transaction.currency,
    network,
    date_customer_reported: reportedAt,
    memo: body.memo,
    reason_code: body.reason_code && canonicalReasonCode(body.reason_code),
    notice_written: body.notice_written,
    applicable_regulation: regulation,
    network_eligibility: eligibilityOf(transaction),
    windows: windowsFrom({ opening: { network, rule_version: rules.version } }, 'settlement', utcDateOf(settled)),
    regulatory_deadlines: clocks.deadlines,
    timestamp_provisional_credit_due: clocks.provisionalCreditDue,
    timestamp_investigation_due: clocks.investigationDue,
    transaction,
    policy,
    rule_version: rules.version,
    case_id: caseId,
  });
}

const eligibilityOf = ({ is_digital_wallet_token = false, is_three_ds = false }: CardTransaction) => ({
  is_digital_wallet_token,
  is_three_ds,
});

/** Only Mastercard's dual messages are filed directly; Marqeta has everything else (S3, rulebook 2d). */
const networkOf = (transaction: CardTransaction): DisputeNetwork =>
  transaction.network === 'MASTERCARD' && transaction.message_type === 'DUAL' ? 'MASTERCARD' : 'MARQETA';

function withheld(data: DisputeEventData['dispute.opened.v1']): DisputeEvent {
  return { type: 'dispute.amount-withheld.v1', data: withholding(data, data.disputed_amount) };
}
