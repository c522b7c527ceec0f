import fc from 'fast-check';
import {
  ACTIONS,
  type ActOnDispute,
  type ActionName,
  type NetworkFact,
  VERBS,
  VIOLATION_CODES,
  type Verb,
} from '@dispute/contracts';
import { type CalendarDate, plusMs } from '@dispute/kernel';
import { LIFECYCLE } from '../dispute/lifecycle.js';
import type { LifecycleRow } from '../dispute/lifecycle-row.js';
import { mayTake } from '../dispute/rows.js';
import type { KnownDispute } from '../dispute/state.js';
import { Life } from './life.js';
import * as the from './steps.js';
import { ATM_WITHDRAWAL, COMMERCIAL_PURCHASE, CREDIT_PURCHASE, DEBIT_PURCHASE, VISA_PURCHASE } from './transactions.js';

type Act = `${ActionName}/${Verb}`;
/** Whoever acts picks something by a number, from what is there at that moment: so shrinking keeps histories sensible. */
type Pick = <Choice>(from: readonly Choice[]) => Choice | undefined;
type Deed = (life: Life, pick: Pick) => void;

export const EVERY_ACT: readonly Act[] = ACTIONS.flatMap((action) => VERBS.map((verb): Act => `${action}/${verb}`));

/** Fields that make an action's input valid wherever its state allows it; undefined: there is no such input any more. */
export function validInput(act: Act, life: Life): ActOnDispute | undefined {
  const body = the.complete(act, life);
  if (act === 'CHARGEBACK/CREATE') return { ...body, reason_code: life.state.reasonCode ?? 'DUPLICATE_TRANSACTION' };
  if (act !== 'PRE_COMPLIANCE/CREATE') return body;
  const used = life.state.complianceCases.map(({ violationCode }) => violationCode);
  const violation_code = VIOLATION_CODES.find((code) => !used.includes(code));
  return violation_code && { ...body, violation_code };
}

const actOf = ({ action, verb }: LifecycleRow): Act => `${action}/${verb}` as Act;

/** What the issuer is offered, seldom what leads away from the chargeback; now and then anything. */
const issuerActs: Deed = (life, pick) => {
  const onwards = life.offered.filter((act) => !['WRITE_OFF/CREATE', 'PRE_COMPLIANCE/CREATE'].includes(act));
  const act = pick([...onwards, ...onwards, ...onwards, ...life.offered, pick(EVERY_ACT)]) as Act;
  the.issuer(act, validInput(act, life) ?? {})(life);
};

/** Ops takes a row that the dispute stands in, as it does at MARQETA. */
const opsActs: Deed = (life, pick) => {
  const row = pick(rowsHere(life.state).filter((found) => mayTake(found, 'ops', life.state)));
  if (row) the.ops(actOf(row), validInput(actOf(row), life) ?? {})(life);
};

/** Rows of an action that start where the dispute stands, closed or not; its windows and guards may be against them. */
const rowsHere = (state: KnownDispute): readonly LifecycleRow[] => {
  const decision = state.status === 'OPEN' ? state.decision : state.decisionBeforeClosing;
  return LIFECYCLE.filter(
    (row) =>
      row.action &&
      row.from.includes(state.lifecycleState) &&
      (row.decisions ?? ['ONGOING']).some((wanted) => wanted === decision),
  );
};

/** The acquirer or the network does what fits, or anything; we hear of it up to two months later, or twice. */
const factComes: Deed = (life, pick) => {
  const by = pick(['acquirer', 'acquirer', 'network'] as const) ?? 'network';
  const fitting = rowsHere(life.state).flatMap((row) => {
    if (!mayTake(row, by, life.state)) return [];
    return row.decidedBy ? [row, row, row, row] : [row];
  });
  const act = pick([...fitting.map(actOf), ...fitting.map(actOf), pick(EVERY_ACT)]) as Act;
  const fields: Partial<NetworkFact> = {
    fact_id: `fact ${pick(['again', life.events.length, life.events.length, life.events.length])}`,
    item_id: `item ${pick([1, 2, life.events.length])}`,
  };
  const violation = act.includes('COMPLIANCE') ? { violation_code: pick(VIOLATION_CODES) ?? 'MATCH' } : {};
  the[by](act, daysAgo(life, pick([0, 0, 1, 3, 10, 45, 60]) ?? 0), { ...fields, ...violation })(life);
};

const DAY_MS = 86_400_000;
const daysAgo = (life: Life, days: number): CalendarDate =>
  plusMs(life.now, -days * DAY_MS).slice(0, 10) as CalendarDate;

/** Our steps that the network has not answered yet. */
const unanswered = (life: Life) =>
  life.state.actions.filter(
    ({ by, confirmedOn, row }) => !confirmedOn && by !== 'system' && !row.startsWith('provisional'),
  );

const networkConfirms: Deed = (life, pick) => {
  for (const { shown } of unanswered(life)) {
    const networkDate = daysAgo(life, pick([0, 0, 1]) ?? 0);
    life.send({
      type: 'ConfirmFiling',
      actionId: shown.id,
      externalReferenceId: `reference of ${shown.id}`,
      networkDate,
    });
  }
};

const networkRefuses: Deed = (life, pick) => {
  const taken = pick(unanswered(life));
  if (!taken) return;
  const actionId = taken.shown.id;
  life.send({ type: 'RejectFiling', operationId: `operation of ${actionId}`, actionId, reason: 'INVALID_REQUEST' });
};

const creditsAnswer: Deed = (life, pick) => {
  if (life.state.postingInFlight)
    pick([the.creditPosted, the.creditPosted, the.creditPosted, the.creditRefused])?.(life);
};

const othersAct: Deed = (life, pick) =>
  pick<the.Step>([
    the.denied(),
    the.withdrawn,
    the.reopened,
    the.reopened,
    the.documentAdded,
    the.updated({ network_eligibility_override: true, network_eligibility_override_reason: 'The token was stolen.' }),
    the.updated({ notices_sent: ['REG_E_REPORT', 'REG_Z_ACKNOWLEDGE'] }),
    () => life.send({ type: 'ChangeDisputedAmount', rightAmount: 200, currency: 'USD' }),
  ])?.(life);

const timePasses: Deed = (life, pick) => life.passUntil(plusMs(life.now, (pick([1, 5, 20, 46, 46, 90]) ?? 0) * DAY_MS));

/** Time passes and the timers are late. */
const timersAreLate: Deed = (life, pick) => {
  life.now = plusMs(life.now, (pick([1, 46]) ?? 0) * DAY_MS);
};

/** How often each kind of thing happens, out of a hundred. */
const DEEDS: readonly (readonly [weight: number, deed: Deed])[] = [
  [29, issuerActs],
  [3, opsActs],
  [26, factComes],
  [13, networkConfirms],
  [4, networkRefuses],
  [9, creditsAnswer],
  [7, othersAct],
  [8, timePasses],
  [1, timersAreLate],
];

const steps = fc.oneof(
  ...DEEDS.map(([weight, deed]) => ({
    weight,
    arbitrary: fc.nat().map(
      (seed): the.Step =>
        (life) =>
          deed(life, pickBy(seed)),
    ),
  })),
);

/** A fact that may be told to a dispute at any moment; told twice, it is the same. */
export const anyFact: fc.Arbitrary<the.Step> = fc.tuple(fc.nat(), fc.constantFrom(...EVERY_ACT)).map(([seed, any]) => {
  const by = pickBy(seed)(['acquirer', 'network'] as const) ?? 'network';
  return the[by](any, '2024-06-20', { fact_id: `fact of ${seed}` });
});

function pickBy(seed: number): Pick {
  let next = seed;
  return (from) => {
    next = (Math.imul(next, 1_664_525) + 1_013_904_223) >>> 0;
    return from[Math.floor((next / 2 ** 32) * from.length)];
  };
}

/** The chargeback cycle as it often goes; a history leaves it somewhere. Ops records what we do, at MARQETA too. */
const confirm: the.Step = (life) => networkConfirms(life, pickBy(0));
const CYCLE: readonly the.Step[] = [
  the.ops('CHARGEBACK/CREATE', { reason_code: 'DUPLICATE_TRANSACTION' }),
  confirm,
  the.acquirer('REPRESENTMENT/CREATE', '2024-05-30', { fact_id: 'representment' }),
  the.ops('PRE_ARBITRATION/CREATE'),
  confirm,
  the.acquirer('PRE_ARBITRATION/REBUT', '2024-06-01', { fact_id: 'rebuttal' }),
  the.ops('ARBITRATION/CREATE'),
];
const beginnings = fc.constantFrom(0, 0, 0, 1, 2, 2, 3, 4, 5, 6, 7).map((length) => CYCLE.slice(0, length));

/** The plan of a history: what is disputed, and what happens to the dispute. */
export interface Plan {
  readonly opening: the.Opening;
  readonly steps: readonly the.Step[];
}

const THREE_DS = { ...COMMERCIAL_PURCHASE, is_three_ds: true };
export const plans: fc.Arbitrary<Plan> = fc.record({
  opening: fc
    .tuple(
      fc.constantFrom(
        CREDIT_PURCHASE,
        DEBIT_PURCHASE,
        COMMERCIAL_PURCHASE,
        ATM_WITHDRAWAL,
        THREE_DS,
        VISA_PURCHASE,
        VISA_PURCHASE,
      ),
      fc.constantFrom('DUPLICATE_TRANSACTION' as const, 'CHIP_LIABILITY_SHIFT' as const, undefined),
    )
    .map(([transaction, reason_code]) => ({ transaction, body: { reason_code } })),
  steps: fc
    .tuple(beginnings, fc.array(steps, { minLength: 4, maxLength: 24, size: 'max' }))
    .map(([begun, then]) => [...begun, ...then]),
});

/** Lives a plan. @param after sees the dispute after its opening and after every step */
export function lived(plan: Plan, after: (life: Life) => void = () => undefined): Life {
  const life = new Life();
  for (const step of [the.disputeOpened(plan.opening), ...plan.steps]) {
    step(life);
    after(life);
  }
  return life;
}
