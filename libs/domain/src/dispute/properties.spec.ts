import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACTIONS, type CreditMovement, type DisputeEvent, VERBS, VIOLATION_CODES } from '@dispute/contracts';
import { fold, plusMs } from '@dispute/kernel';
import { disputeDecider } from './decide.js';
import { availableActions, unavailableActions } from './available-actions.js';
import { COMPLIANCE_STAGES, rowById } from './lifecycle.js';
import type { LifecycleRow } from './lifecycle-row.js';
import { Life } from '../spec-kit/life.js';
import * as the from '../spec-kit/steps.js';
import {
  ATM_WITHDRAWAL,
  COMMERCIAL_PURCHASE,
  CREDIT_PURCHASE,
  DEBIT_PURCHASE,
  VISA_PURCHASE,
} from '../spec-kit/transactions.js';

const DAY_MS = 86_400_000;
const acts = ACTIONS.flatMap((action) => VERBS.map((verb) => `${action}/${verb}` as const));
const dayOf = (life: Life): string => life.now.slice(0, 10);

/** Each violation once, so that input never stands in the way. */
const fresh = (life: Life) => {
  const violation_code = VIOLATION_CODES[life.state.complianceCases.length];
  return violation_code ? { violation_code } : {};
};

const issuerActs = fc
  .constantFrom(...acts)
  .map((act) => (life: Life) => the.issuer(act, act === 'PRE_COMPLIANCE/CREATE' ? fresh(life) : {})(life));
const factsCome = fc
  .tuple(fc.constantFrom(...acts), fc.constantFrom('acquirer' as const, 'network' as const), fc.nat(3))
  .map(
    ([act, by, id]) =>
      (life: Life) =>
        the[by](act, dayOf(life), { fact_id: `${act} ${by} ${id}` })(life),
  );
const othersAnswer = fc.constantFrom<the.Step>(
  (life) => life.state.actions.forEach(({ shown }) => life.send({ type: 'ConfirmFiling', actionId: shown.id })),
  (life) => the.networkRefuses('CHARGEBACK/CREATE')(life),
  (life) => (life.state.postingInFlight ? the.creditPosted(life) : undefined),
  (life) => (life.state.postingInFlight ? the.creditRefused(life) : undefined),
  the.denied(),
  the.withdrawn,
  the.reopened,
);
const timePasses = fc.nat(60).map((days) => (life: Life) => life.passUntil(plusMs(life.now, days * DAY_MS + 1)));
const lives = fc.record({
  transaction: fc.constantFrom(CREDIT_PURCHASE, DEBIT_PURCHASE, COMMERCIAL_PURCHASE, ATM_WITHDRAWAL, VISA_PURCHASE),
  reason_code: fc.constantFrom('DUPLICATE_TRANSACTION' as const, 'CHIP_LIABILITY_SHIFT' as const),
  steps: fc.array(fc.oneof(issuerActs, factsCome, othersAnswer, timePasses), { maxLength: 25 }),
});

interface Plan {
  readonly transaction: typeof CREDIT_PURCHASE;
  readonly reason_code: 'DUPLICATE_TRANSACTION' | 'CHIP_LIABILITY_SHIFT';
  readonly steps: readonly the.Step[];
}

function lived({ transaction, reason_code, steps }: Plan): Life {
  const life = new Life();
  the.disputeOpened({ transaction, body: { reason_code } })(life);
  for (const step of steps) step(life);
  return life;
}

/** The same histories in every run; each property takes about a second. */
const RUNS = { numRuns: 150, seed: 20_240_528 };

describe('whatever happens to a dispute', () => {
  it('an action is accepted exactly where it is offered, given valid input', () => {
    fc.assert(
      fc.property(lives, fc.constantFrom(...acts), (plan, act) => {
        const life = lived(plan);
        if (act === 'PRE_COMPLIANCE/CREATE' && life.state.complianceCases.length >= VIOLATION_CODES.length) return;
        const offered = life.offered.includes(act);
        the.issuer(act, act === 'PRE_COMPLIANCE/CREATE' ? fresh(life) : {})(life);
        expect({ act, accepted: life.rejection === undefined }).toEqual({ act, accepted: offered });
      }),
      RUNS,
    );
  });

  it('every action is either offered or explained', () => {
    fc.assert(
      fc.property(lives, (plan) => {
        const life = lived(plan);
        const offered = availableActions(life.state, life.now).length;
        const explained = unavailableActions(life.state, life.now);
        expect(explained.every(({ reasons }) => reasons.length > 0)).toBe(true);
        expect(offered + explained.length).toBeGreaterThanOrEqual(10);
      }),
      RUNS,
    );
  });

  it('folding its history gives the same dispute', () => {
    fc.assert(
      fc.property(lives, (plan) => {
        const life = lived(plan);
        const dated = life.events.map((event) => ({ ...event, occurredAt: life.state.updatedAt }));
        const once = fold(disputeDecider, dated);
        const twice = fold(disputeDecider, JSON.parse(JSON.stringify(dated)) as typeof dated);
        expect(twice).toEqual(once);
        expect(once).toMatchObject({ decision: life.state.decision, lifecycleState: life.state.lifecycleState });
      }),
      RUNS,
    );
  });

  it('facts are never refused, and hearing one again changes nothing', () => {
    fc.assert(
      fc.property(lives, factsCome, (plan, fact) => {
        const life = lived(plan);
        fact(life);
        expect(life.rejection).toBeUndefined();
        fact(life);
        expect(life.latest).toEqual([]);
      }),
      RUNS,
    );
  });

  it('at most one posting is in flight, and a final credit stays', () => {
    fc.assert(
      fc.property(lives, (plan) => {
        const movements = lived(plan).events.flatMap((event) =>
          event.type === 'dispute.credit-posted.v1' ? [event.data.credit_status] : [],
        );
        expect(movements.slice(0, -1)).not.toContain('FINAL');
        const inFlight = lived(plan).events.reduce((open, { type }) => {
          expect(open).toBeLessThanOrEqual(1);
          if (type === 'dispute.credit-requested.v1') return open + 1;
          return type === 'dispute.credit-posted.v1' || type === 'dispute.credit-refused.v1' ? open - 1 : open;
        }, 0);
        expect([0, 1]).toContain(inFlight);
      }),
      RUNS,
    );
  });

  it('money is conserved: only what was asked for moves, and the states tell the balance', () => {
    fc.assert(
      fc.property(lives, (plan) => {
        const life = lived(plan);
        const asked = new Map<string, number>();
        let credited = 0;
        let withheld = 0;
        for (const { type, data } of life.events) {
          if (type === 'dispute.credit-requested.v1') asked.set(data.posting_id, data.amount);
          if (type === 'dispute.credit-posted.v1')
            credited += moved(data.movement, asked.get(data.posting_id), credited);
          if (type === 'dispute.amount-withheld.v1') withheld += data.amount;
          if (type === 'dispute.amount-released.v1') withheld -= data.amount;
        }
        const { creditStatus, disputedAmount, amountWithheld } = life.state;
        expect({ credited, withheld }).toEqual({
          credited: creditStatus === 'NONE' ? 0 : disputedAmount,
          withheld: amountWithheld ? disputedAmount : 0,
        });
      }),
      RUNS,
    );
  });

  it('a decision changes only by a row that says so, right after the row was taken', () => {
    fc.assert(
      fc.property(lives, (plan) => {
        const life = lived(plan);
        let decision: string = 'ONGOING';
        for (const [index, event] of life.events.entries()) {
          if (event.type === 'dispute.closed.v1' || event.type === 'dispute.reopened.v1')
            decision = event.data.decision;
          if (event.type !== 'dispute.decided.v1') continue;
          expect(event.data.previous_decision).toBe(decision);
          expect(rowTakenBy(life.events[index - 1])).toBe(event.data.row);
          expect(mayDecide(rowById(event.data.row), event.data.decision)).toBe(true);
          decision = event.data.decision;
        }
        expect(life.state.decision).toBe(decision);
      }),
      RUNS,
    );
  });
});

/** What a posted movement gives the cardholder, or takes; a final one gives only what they do not have yet. */
function moved(movement: CreditMovement, amount: number | undefined, credited: number): number {
  if (amount === undefined) throw new Error('posted without being asked for');
  if (movement === 'REVERSAL') return -amount;
  return movement === 'FINAL' && credited > 0 ? 0 : amount;
}

function rowTakenBy(event: DisputeEvent | undefined): string | undefined {
  if (event?.type === 'dispute.denied.v1') return 'denial';
  return event?.type === 'dispute.action-taken.v1' || event?.type === 'dispute.window-lapsed.v1'
    ? event.data.row
    : undefined;
}

/** Rows that end a compliance case, or undo a filing, look back at the decision before it. */
const mayDecide = (row: LifecycleRow, decision: string): boolean =>
  row.decision === decision ||
  row.decision === 'BEFORE' ||
  row.from.some((state) => (COMPLIANCE_STAGES as readonly string[]).includes(state));
