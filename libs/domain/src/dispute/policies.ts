import type { ActOnDispute, ReasonCode, WindowName } from '@dispute/contracts';
import { canonicalReasonCode } from '@dispute/contracts';
import { type InputFault, type Instant, type UnavailabilityReason, isBefore, parseInstant } from '@dispute/kernel';
import { allowsDirectArbitration } from '../rules/reason-codes.js';
import { comingLapse, dueLapse } from './lapses.js';
import { CHARGEBACK_STAGES } from './lifecycle.js';
import type { InputGuardName, LifecycleRow, StateGuardName } from './lifecycle-row.js';
import { type ComplianceCase, type KnownDispute, latestAction, openCase, rulesOf } from './state.js';

/** Says why a guard on the dispute's state forbids a row; null where it does not. */
type StateGuard = (state: KnownDispute, row: LifecycleRow) => UnavailabilityReason | null;

const reason = (code: string, detail: string, source: string, since: string | null = null): UnavailabilityReason => ({
  code,
  since,
  until: null,
  detail,
  source,
});

const COMPLIANCE_LIFECYCLE = 'Card Transaction Disputes: Compliance Lifecycle';

/** A case that is open stands in the way until it ends, by the clock at the latest where it has one. */
const whileCaseIsOpen = (
  { since }: ComplianceCase,
  state: KnownDispute,
  [code, detail]: readonly [code: string, detail: string],
): UnavailabilityReason => ({
  ...reason(code, detail, COMPLIANCE_LIFECYCLE, since ?? null),
  until: comingLapse(state)?.at ?? null,
});

/** Why a row of a compliance case is nobody's. */
export const noCaseOpen = (state: KnownDispute): UnavailabilityReason =>
  reason(
    'NO_CASE_OPEN',
    'No compliance case is open.',
    COMPLIANCE_LIFECYCLE,
    state.complianceCases.length === 0 ? state.openedAt : later(state.lifecycleSince, state.decisionSince),
  );

/** Why a row of an open compliance case is not the issuer's. */
export const otherPartyFiled = (found: ComplianceCase, state: KnownDispute): UnavailabilityReason =>
  whileCaseIsOpen(found, state, [
    'OTHER_PARTY_FILED',
    found.filer === 'issuer'
      ? 'The case is yours; this is for the acquirer to do.'
      : 'The acquirer filed the case; this is for the acquirer to do.',
  ]);

const later = (one: Instant, other: Instant): Instant => (isBefore(one, other) ? other : one);

/** Guards on what the dispute is. */
export const STATE_GUARDS: Readonly<Record<StateGuardName, StateGuard>> = {
  'network-eligible': (state) => {
    const { is_digital_wallet_token: wallet, is_three_ds: threeDs } = state.opening.network_eligibility;
    if ((!wallet && !threeDs) || state.eligibilityOverridden) return null;
    const kind = wallet ? 'was processed with a digital wallet token' : 'was authenticated by 3-D Secure';
    return reason(
      'NOT_NETWORK_ELIGIBLE',
      `The transaction ${kind}; set network_eligibility_override with a reason to file all the same.`,
      'Card Transaction Disputes: Network Eligibility',
      state.openedAt,
    );
  },
  'direct-arbitration-allowed': (state) =>
    allowsDirectArbitration(rulesOf(state), state.reasonCode, state.transaction.merchant.mcc)
      ? null
      : reason(
          'PRE_ARBITRATION_REQUIRED',
          `Reason code ${state.reasonCode ?? '(none)'} needs pre-arbitration first.`,
          'Card Transaction Disputes: Pre-arbitration',
          state.lifecycleSince,
        ),
  'no-credit-yet': (state) =>
    state.creditStatus === 'NONE'
      ? null
      : reason(
          'CREDIT_EXISTS',
          `The cardholder has a ${state.creditStatus} credit already.`,
          'Card Transaction Disputes: Provisional Credit',
          state.creditSince,
        ),
  'credit-is-provisional': (state) =>
    state.creditStatus === 'PROVISIONAL'
      ? null
      : reason(
          'NO_PROVISIONAL_CREDIT',
          `The credit is ${state.creditStatus}, not PROVISIONAL.`,
          'Card Transaction Disputes: Provisional Credit',
          state.creditSince,
        ),
  'no-posting-in-flight': (state) =>
    state.postingInFlight
      ? reason(
          'POSTING_IN_FLIGHT',
          'A credit movement is being posted; wait for its outcome.',
          'credit ledger',
          state.postingInFlight.since,
        )
      : null,
  'not-decided-before-the-case': (state) => {
    const found = openCase(state);
    return found?.filer === 'acquirer' && found.before.decision !== 'ONGOING'
      ? whileCaseIsOpen(found, state, [
          'ACQUIRER_CASE_OPEN',
          `The dispute was ${found.before.decision} before the acquirer's compliance case; credits rest until it ends.`,
        ])
      : null;
  },
  'chargeback-cycle-decided': (state) =>
    chargebackCycleDecided(state)
      ? null
      : reason(
          'NO_CHARGEBACK_CYCLE_DECIDED',
          'A further compliance case needs a chargeback cycle that has been decided WON or LOST.',
          COMPLIANCE_LIFECYCLE,
          state.openedAt,
        ),
  'filing-not-confirmed': (state, row) =>
    row.action && latestAction(state, row.action, 'CREATE')?.confirmedOn
      ? reason('FILING_CONFIRMED', 'The network has accepted the filing already.', 'Mastercom')
      : null,
};

/** A compliance case that follows one counts the cycle decided that the first one came after. */
function chargebackCycleDecided(state: KnownDispute): boolean {
  const inCycle = (lifecycleState: string) => (CHARGEBACK_STAGES as readonly string[]).includes(lifecycleState);
  const decided = (decision: string) => decision === 'WON' || decision === 'LOST';
  return (
    (inCycle(state.lifecycleState) && decided(state.decision)) ||
    state.complianceCases.some(({ before }) => inCycle(before.lifecycleState) && decided(before.decision))
  );
}

/** Why a row's window forbids it now. Windows that no event has opened forbid nothing. */
export function windowBlocker(state: KnownDispute, row: LifecycleRow, now: Instant): UnavailabilityReason | null {
  const end = row.within && (state.windows[row.within] as Instant | null | undefined);
  return row.within && end && !isBefore(now, end) ? windowLapsed(state, row.within, end) : null;
}

/** Why nothing is possible between the end of a window that decides the dispute and the clock's word. */
export function lapseBlocker(state: KnownDispute, now: Instant): UnavailabilityReason | null {
  const lapse = dueLapse(state, now);
  return lapse ? windowLapsed(state, lapse.window, lapse.at) : null;
}

function windowLapsed(state: KnownDispute, window: WindowName, end: Instant): UnavailabilityReason {
  const { source } = rulesOf(state).windows[state.opening.network][window];
  return reason('WINDOW_LAPSED', `The ${window} window ended at ${end}.`, source, end);
}

/** Says what is missing in a request, with the pointer and the remedy; null where nothing is. */
type InputGuard = (body: ActOnDispute, state: KnownDispute, now: Instant) => InputFault | null;

const fault = (field: string, code: string, message: string): InputFault => ({ pointer: `/${field}`, code, message });

const chargebackExists = (state: KnownDispute, code: ReasonCode): boolean =>
  rulesOf(state).reason_codes[code].mastercard !== null;

const complianceOnly = (code: ReasonCode): InputFault =>
  fault(
    'reason_code',
    'compliance_only',
    `${code} allows pre-compliance and compliance only; send another reason code or file PRE_COMPLIANCE.`,
  );

/** Guards on what the request says. */
export const INPUT_GUARDS: Readonly<Record<InputGuardName, InputGuard>> = {
  'chargeback-reason-code': (body, state) => {
    const code = requestedReasonCode(body) ?? state.reasonCode;
    if (!code) return fault('reason_code', 'required', 'The dispute has no reason code yet; send one.');
    return chargebackExists(state, code) ? null : complianceOnly(code);
  },
  memo: (body) => (body.memo ? null : fault('memo', 'required', `${body.action}/${body.state} needs a memo; send it.`)),
  'updated-reason-code-memo': (body, state) => {
    const code = requestedReasonCode(body);
    if (!code) return null;
    if (!chargebackExists(state, code)) return complianceOnly(code);
    return body.updated_reason_code_memo
      ? null
      : fault('updated_reason_code_memo', 'required', 'A reason code is sent; say in this field why it changes.');
  },
  'unchanged-reason-code': (body, state) => {
    const code = requestedReasonCode(body);
    if (!code) return null;
    if (code !== state.reasonCode) {
      const message = 'Only pre-arbitration may change the reason code; leave it out or file PRE_ARBITRATION first.';
      return fault('reason_code', 'must_not_change', message);
    }
    return INPUT_GUARDS['updated-reason-code-memo'](body, state, state.updatedAt);
  },
  violation: (body, _, now) => {
    if (!body.violation_code)
      return fault('violation_code', 'required', 'A compliance case names its violation; send it.');
    if (!body.violation_date) return fault('violation_date', 'required', 'Send when the violation occurred.');
    const at = parseInstant(body.violation_date);
    if (!at) return fault('violation_date', 'not_a_time', 'Send a time as in RFC 3339.');
    return isBefore(now, at) ? fault('violation_date', 'in_the_future', 'A violation lies in the past.') : null;
  },
  'new-violation-code': (body, state) =>
    state.complianceCases.some(
      ({ filer, violationCode }) => filer === 'issuer' && violationCode === body.violation_code,
    )
      ? fault('violation_code', 'case_exists', 'There has been a case for this violation; name another violation.')
      : null,
};

/** The request's reason code by its emitted name. */
export function requestedReasonCode(body: ActOnDispute): ReasonCode | undefined {
  return body.reason_code && canonicalReasonCode(body.reason_code);
}
