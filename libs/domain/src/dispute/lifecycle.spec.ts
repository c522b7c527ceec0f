import { describe, expect, it } from '@jest/globals';
import { type DisputeDecision, LIFECYCLE_STATES, type LifecycleState, WINDOWS } from '@dispute/contracts';
import { ACTOR_KINDS } from '@dispute/kernel';
import { everyPlace } from '../spec-kit/synthetic.js';
import { ALERTS } from './alerts.js';
import { CHARGEBACK_STAGES, LIFECYCLE } from './lifecycle.js';
import type { LifecycleRow } from './lifecycle-row.js';
import { applies } from './place.js';
import { ACTS, isAvailable, mayTake, rowsOf } from './rows.js';

const PLACES = everyPlace();
const described = ({
  lifecycleState,
  decision,
  status,
  decidedBy,
  complianceCases,
  opening,
}: (typeof PLACES)[number]) =>
  [lifecycleState, decision, status, decidedBy?.row, complianceCases[0]?.filer, opening.network].join(' ');
const decisionsOf = (row: LifecycleRow): readonly DisputeDecision[] => row.decisions ?? ['ONGOING'];

describe('the lifecycle table', () => {
  it('has one name per row', () => {
    const ids = LIFECYCLE.map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(ACTOR_KINDS)('has at most one row for each thing that can happen in a place (%s)', (party) => {
    const ambiguous = PLACES.flatMap((place) =>
      ACTS.flatMap(([action, verb]) => {
        const here = rowsOf(action, verb, party, place).filter((row) => applies(row, place));
        return here.length > 1 ? [`${described(place)}: ${here.map(({ id }) => id).join()}`] : [];
      }),
    );
    expect(ambiguous).toEqual([]);
  });

  it('has at most one lapse of a window, and one denial, in a place', () => {
    const things = LIFECYCLE.filter((row) => !row.action);
    const ambiguous = PLACES.filter((place) => {
      const here = things.filter((row) => applies(row, place)).map((row) => row.lapse ?? 'denial');
      return here.length > new Set(here).size;
    });
    expect(ambiguous.map(described)).toEqual([]);
  });

  it('lets nothing happen to a closed dispute, and only the issuer’s, ops’ or Marqeta’s side take the issuer’s rows', () => {
    const taken = PLACES.flatMap((place) =>
      ACTOR_KINDS.flatMap((party) =>
        LIFECYCLE.filter((row) => mayTake(row, party, place) && isAvailable(row, place, party, place.updatedAt)).map(
          (row) => ({ row, party, place }),
        ),
      ),
    );
    expect(taken.filter(({ place }) => place.status === 'CLOSED')).toEqual([]);
    const issuers = taken.filter(({ row }) => row.by.every((owner) => owner === 'issuer'));
    expect(new Set(issuers.map(({ party, place }) => `${party} at ${place.opening.network}`))).toEqual(
      new Set([
        'issuer at MASTERCARD',
        'ops at MASTERCARD',
        'issuer at MARQETA',
        'ops at MARQETA',
        'network at MARQETA',
      ]),
    );
    expect(
      new Set(
        taken
          .filter(({ party, place }) => party === 'issuer' && place.opening.network === 'MARQETA')
          .map(({ row }) => row.action),
      ),
    ).toEqual(new Set(['PROVISIONAL_CREDIT', 'WRITE_OFF']));
  });

  it('lets the other party answer a case, and the filer escalate and withdraw it, whoever filed', () => {
    const actsIn = (filer: string, party: 'issuer' | 'acquirer', state: LifecycleState) => {
      const place = PLACES.find(
        (found) =>
          found.lifecycleState === state &&
          found.decision === 'ONGOING' &&
          found.status === 'OPEN' &&
          found.opening.network === 'MASTERCARD' &&
          found.complianceCases[0]?.filer === filer,
      ) as (typeof PLACES)[number];
      return LIFECYCLE.filter(
        (row) => mayTake(row, party, place) && applies(row, place) && /COMPLIANCE/.test(`${row.action}`),
      )
        .map((row) => `${row.action}/${row.verb}`)
        .toSorted();
    };
    for (const [filer, other] of [
      ['issuer', 'acquirer'],
      ['acquirer', 'issuer'],
    ] as const) {
      expect(actsIn(filer, filer, 'PRE_COMPLIANCE')).toEqual(['COMPLIANCE/CREATE', 'PRE_COMPLIANCE/REVERSE']);
      expect(actsIn(filer, other, 'PRE_COMPLIANCE')).toEqual(['PRE_COMPLIANCE/ACCEPT', 'PRE_COMPLIANCE/REBUT']);
      expect(actsIn(filer, filer, 'COMPLIANCE_RESPONSE')).toEqual(['COMPLIANCE/REVERSE']);
      expect(actsIn(filer, other, 'COMPLIANCE_RESPONSE')).toEqual(['COMPLIANCE/ACCEPT']);
    }
  });

  it('leads to every lifecycle state undecided, but for the two ends, and to every row', () => {
    const { places, rows } = reachable();
    const ends = ['DENIED', 'WRITE_OFF'];
    const undecided = LIFECYCLE_STATES.filter((state) => !places.has(`${state} ONGOING`));
    expect(undecided).toEqual(ends.toSorted((a, b) => index(a) - index(b)));
    expect(LIFECYCLE.map(({ id }) => id).filter((id) => !rows.has(id))).toEqual([]);
    expect(ends.every((state) => [...places].some((place) => place.startsWith(state)))).toBe(true);
  });

  it('leads out of every state that a dispute can be undecided in, at Mastercard', () => {
    const undecided = LIFECYCLE_STATES.filter((state) => state !== 'DENIED' && state !== 'WRITE_OFF');
    const stuck = undecided.filter((state) => !LIFECYCLE.some((row) => row.from.includes(state) && leadsOn(row)));
    expect(stuck).toEqual([]);
  });

  it('ends every undecided state by the clock, or says by an alert that nothing does', () => {
    const ends = (state: LifecycleState) =>
      LIFECYCLE.some((row) => row.lapse && row.from.includes(state) && decisionsOf(row).includes('ONGOING'));
    const alerts = (state: LifecycleState) => ALERTS.some((alert) => alert.in.includes(state));
    const open = LIFECYCLE_STATES.filter((state) => state !== 'DENIED' && state !== 'WRITE_OFF');
    expect(open.filter((state) => !ends(state) && !alerts(state))).toEqual([]);
  });

  it('has a lapse, an alert, or only an offer that ends for every window', () => {
    const lapses = (window: string) => LIFECYCLE.some((row) => row.lapse === window);
    const alerts = (window: string) => ALERTS.some((alert) => alert.window === window);
    expect(WINDOWS.filter((window) => !lapses(window) && !alerts(window))).toEqual(['PRE_COMPLIANCE']);
    const used = new Set(LIFECYCLE.flatMap((row) => [row.within, row.lapse]));
    expect(WINDOWS.filter((window) => !used.has(window))).toEqual([]);
  });

  it('lets the clock only repeat what silence means: no row of the clock changes the state', () => {
    expect(LIFECYCLE.filter((row) => row.lapse && row.to !== '=').map((row) => row.id)).toEqual([]);
  });

  it('keeps rulings of other networks out of Mastercard’s chargeback stages', () => {
    const rulings = LIFECYCLE.filter((row) => row.verb === 'WON' || row.verb === 'LOST');
    const early = rulings.filter((row) => !row.network && row.from.some((state) => state.startsWith('PRE_')));
    expect(early).toEqual([]);
    expect(CHARGEBACK_STAGES).toContain('REPRESENTMENT');
  });
});

const index = (state: string): number => (LIFECYCLE_STATES as readonly string[]).indexOf(state);

/** A row that takes an undecided dispute somewhere: moves its state, or decides it. */
const leadsOn = (row: LifecycleRow): boolean =>
  !row.network && decisionsOf(row).includes('ONGOING') && row.action !== 'PROVISIONAL_CREDIT';

/** What a row can make of a decision; one that looks back can give back either. */
const decisionsAfter = (row: LifecycleRow, before: DisputeDecision): readonly DisputeDecision[] => {
  if (row.decision === '=') return [before];
  return row.decision === 'BEFORE' || row.decision.startsWith('FILER') ? [] : [row.decision as DisputeDecision];
};

interface Node {
  readonly state: LifecycleState;
  readonly decision: DisputeDecision;
  /** The row that decided. */
  readonly by: string;
}

const fits = (row: LifecycleRow, { state, decision, by }: Node): boolean =>
  row.from.includes(state) && decisionsOf(row).includes(decision) && (!row.decidedBy || row.decidedBy.includes(by));

const after = (row: LifecycleRow, node: Node): readonly Node[] =>
  decisionsAfter(row, node.decision).map((decision) => ({
    state: row.to === '=' || row.to === 'BEFORE' ? node.state : row.to,
    decision,
    by: decision === node.decision ? node.by : row.id,
  }));

/** States and decisions that rows lead to from the opening, step by step, and the rows that apply on the way. */
function reachable(): { readonly places: ReadonlySet<string>; readonly rows: ReadonlySet<string> } {
  const seen = new Map<string, Node>([['opened', { state: 'PENDING_ACTION', decision: 'ONGOING', by: '' }]]);
  const rows = new Set<string>();
  for (const node of seen.values()) {
    for (const row of LIFECYCLE.filter((candidate) => fits(candidate, node))) {
      rows.add(row.id);
      for (const next of after(row, node)) seen.set(Object.values(next).join(' '), next);
    }
  }
  return { places: new Set([...seen.values()].map(({ state, decision }) => `${state} ${decision}`)), rows };
}
