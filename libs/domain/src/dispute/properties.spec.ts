import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CreditMovement, Dated, DisputeEvent } from '@dispute/contracts';
import { fold } from '@dispute/kernel';
import { EVERY_ACT, type Plan, anyFact, lived, plans, validInput } from '../spec-kit/any-life.js';
import { ISSUER, type Life } from '../spec-kit/life.js';
import { availableActions, unavailableActions } from './available-actions.js';
import { disputeDecider } from './decide.js';
import { dueLapse } from './lapses.js';
import { LIFECYCLE, rowById } from './lifecycle.js';
import type { LifecycleRow } from './lifecycle-row.js';
import { INVARIANTS } from '../spec-kit/invariants.js';

/** The same histories in every run; each property takes a second or two. Another seed: other histories. */
const SEED = Number(process.env.HISTORY_SEED ?? 20_240_528);
const RUNS = { numRuns: 300, seed: SEED };
const whateverHappens = (holds: (plan: Plan) => void, runs = RUNS.numRuns): void =>
  fc.assert(fc.property(plans, holds), { ...RUNS, numRuns: runs });

describe(`whatever happens to a dispute (seed ${SEED})`, () => {
  it('every row of the table happens to some, and credits are posted and refused', () => {
    const happened = new Set<string>();
    whateverHappens((plan) => {
      for (const event of lived(plan).events) happened.add(rowTakenBy(event) ?? event.type);
    }, 1200);
    expect(LIFECYCLE.map(({ id }) => id).filter((id) => !happened.has(id))).toEqual([]);
    expect([...happened]).toEqual(
      expect.arrayContaining(['dispute.credit-posted.v1', 'dispute.credit-refused.v1', 'dispute.reopened.v1']),
    );
  });

  it('an action is accepted exactly where it is offered, given valid input', () => {
    whateverHappens((plan) => {
      lived(plan, (life) => {
        expect(acceptedActs(life)).toEqual(life.offered.toSorted());
      });
    });
  });

  it('nothing is offered between the end of a window that decides and the clock’s word', () => {
    whateverHappens((plan) => {
      lived(plan, (life) => {
        if (dueLapse(life.state, life.now)) expect(life.offered).toEqual([]);
      });
    });
  });

  it('every action of the issuer is either offered or explained', () => {
    whateverHappens((plan) => {
      lived(plan, ({ state, now }) => {
        const explained = unavailableActions(state, now);
        const named = [...availableActions(state, now), ...explained].map((one) => `${one.action}/${one.state}`);
        expect(named.toSorted()).toEqual(ISSUERS_ACTS);
        expect(explained.filter(({ reasons }) => reasons.length === 0)).toEqual([]);
      });
    });
  });

  it('folding its history gives the same dispute, whole', () => {
    whateverHappens((plan) => {
      const { events, state } = lived(plan);
      const stored = JSON.parse(JSON.stringify(events)) as Dated<DisputeEvent>[];
      expect(fold(disputeDecider, stored)).toEqual(state);
      expect(fold(disputeDecider, events)).toEqual(state);
    });
  });

  it('facts are never refused, and hearing one again changes nothing', () => {
    fc.assert(
      fc.property(plans, anyFact, (plan, fact) => {
        const life = lived(plan);
        fact(life);
        expect(life.rejection).toBeUndefined();
        fact(life);
        expect(life.latest).toEqual([]);
      }),
      RUNS,
    );
  });

  it('at most one posting is in flight, each is answered once, and a final credit stays', () => {
    whateverHappens((plan) => {
      const { events, state } = lived(plan);
      const open = new Set<string>();
      let final = false;
      for (const { type, data } of events) {
        if (type === 'dispute.credit-requested.v1') open.add(data.posting_id);
        if (type === 'dispute.credit-posted.v1') {
          expect([open.delete(data.posting_id), final]).toEqual([true, false]);
          final = data.credit_status === 'FINAL';
        }
        if (type === 'dispute.credit-refused.v1') expect(open.delete(data.posting_id)).toBe(true);
        expect(open.size).toBeLessThanOrEqual(1);
      }
      expect([...open]).toEqual(state.postingInFlight ? [state.postingInFlight.postingId] : []);
    });
  });

  it('money is conserved: only what was asked for moves, and the states tell the balance', () => {
    whateverHappens((plan) => {
      const { events, state } = lived(plan);
      const asked = new Map<string, number>();
      let [credited, withheld] = [0, 0];
      for (const { type, data } of events) {
        if (type === 'dispute.credit-requested.v1') asked.set(data.posting_id, data.amount);
        if (type === 'dispute.credit-posted.v1') credited += moved(data.movement, asked.get(data.posting_id), credited);
        if (type === 'dispute.amount-withheld.v1') withheld += data.amount;
        if (type === 'dispute.amount-released.v1') withheld -= data.amount;
      }
      const { creditStatus, disputedAmount, amountWithheld } = state;
      expect({ credited, withheld }).toEqual({
        credited: creditStatus === 'NONE' ? 0 : disputedAmount,
        withheld: amountWithheld ? disputedAmount : 0,
      });
    });
  });

  it('a decision changes only by a row that says so, right after the row was taken', () => {
    whateverHappens((plan) => {
      const { events, state } = lived(plan);
      let decision: string = 'ONGOING';
      const made: object[] = [];
      for (const [index, { type, data, occurredAt: at }] of events.entries()) {
        if (type === 'dispute.closed.v1' || type === 'dispute.reopened.v1') decision = data.decision;
        if (type !== 'dispute.decided.v1') continue;
        expect(data.previous_decision).toBe(decision);
        expect(rowTakenBy(events[index - 1])).toBe(data.row);
        expect({ ...data, may: mayDecide(rowById(data.row), data.decision) }).toMatchObject({ may: true });
        if (data.restores) expect(made).toContainEqual(earlier(data.restores, data.decision));
        made.push({ decision: data.decision, row: data.row, at });
        decision = data.decision;
      }
      expect(state.decision).toBe(decision);
    });
  });

  it.each(INVARIANTS)('%s', (_, holds) => {
    whateverHappens((plan) => {
      lived(plan, (life) => {
        if (!holds(life.state)) throw new Error(life.told());
      });
    });
  });
});

/** Acts that would be accepted from the issuer now. */
const acceptedActs = (life: Life): readonly string[] =>
  EVERY_ACT.filter((act) => {
    const body = validInput(act, life);
    if (!body) return life.offered.includes(act);
    return disputeDecider.decide({ type: 'ActOnDispute', body }, life.state, life.meta(ISSUER)).ok;
  }).toSorted();

const ISSUERS_ACTS = [
  ...new Set(
    LIFECYCLE.filter(({ action, by }) => action && by.some((owner) => /issuer|filer|other-party/.test(owner))).map(
      ({ action, verb }) => `${action}/${verb}`,
    ),
  ),
].toSorted();

/** What a posted movement gives the cardholder, or takes; a final one gives only what they do not have yet. */
function moved(movement: CreditMovement, amount: number | undefined, credited: number): number {
  if (amount === undefined) throw new Error('posted without being asked for');
  if (movement === 'REVERSAL') return -amount;
  return movement === 'FINAL' && credited > 0 ? 0 : amount;
}

function rowTakenBy(event: DisputeEvent | undefined): string | undefined {
  if (event?.type === 'dispute.denied.v1') return event.data.from === event.data.to ? undefined : 'denial';
  return event?.type === 'dispute.action-taken.v1' || event?.type === 'dispute.window-lapsed.v1'
    ? event.data.row
    : undefined;
}

const earlier = ({ row, at }: { readonly row: string; readonly at: string }, decision: string) => ({
  decision,
  row,
  at,
});

/** Rows that end a compliance case, or undo a filing, look back at the decision before it. */
const mayDecide = (row: LifecycleRow, decision: string): boolean =>
  row.decision === decision ||
  ['BEFORE', 'FILER_WINS', 'FILER_LOSES'].includes(row.decision) ||
  (/^COMPLIANCE\//.test(`${row.action}/${row.verb}`) && decision !== 'ONGOING') ||
  (row.network === 'MARQETA' && row.action === 'PRE_COMPLIANCE' && decision !== 'ONGOING');
