import { describe, expect, it } from '@jest/globals';
import { DECISIONS, LIFECYCLE_STATES, type LifecycleState, WINDOWS } from '@dispute/contracts';
import { ALERTS } from './alerts.js';
import { CHARGEBACK_STAGES, LIFECYCLE } from './lifecycle.js';
import type { LifecycleRow, Party } from './lifecycle-row.js';

const PARTIES = ['issuer', 'acquirer', 'network', 'clock'] as const;
const FILERS = ['issuer', 'acquirer'] as const;
type Filer = (typeof FILERS)[number];

function partyOf(owner: Party, filer: Filer): Party {
  if (owner === 'filer') return filer;
  return owner === 'other-party' ? (filer === 'issuer' ? 'acquirer' : 'issuer') : owner;
}

interface Place {
  readonly state: LifecycleState;
  readonly decision: string;
  readonly decidedBy: string;
  readonly filer: Filer;
  readonly party: string;
}

/** Every place that a row could be taken in; who decided matters only where a row asks for it. */
const DECIDERS = ['', ...new Set(LIFECYCLE.flatMap((row) => row.decidedBy ?? []))];
const PLACES: Place[] = LIFECYCLE_STATES.flatMap((state) =>
  DECISIONS.flatMap((decision) =>
    DECIDERS.flatMap((decidedBy) =>
      FILERS.flatMap((filer) => PARTIES.map((party) => ({ state, decision, decidedBy, filer, party }))),
    ),
  ),
);

const holds = (row: LifecycleRow, place: Place): boolean =>
  row.from.includes(place.state) &&
  (row.decisions ?? ['ONGOING']).includes(place.decision as 'ONGOING') &&
  (!row.decidedBy || row.decidedBy.includes(place.decidedBy)) &&
  row.by.some((owner) => partyOf(owner, place.filer) === place.party);

const thing = (row: LifecycleRow): string => (row.action ? `${row.action}/${row.verb}` : (row.lapse ?? 'denial'));

describe('the lifecycle table', () => {
  it('has one name per row', () => {
    const ids = LIFECYCLE.map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(['MASTERCARD', 'MARQETA'])(
    'has at most one row for each thing that can happen in a place (%s)',
    (network) => {
      const rows = LIFECYCLE.filter((row) => !row.network || row.network === network);
      const ambiguous = PLACES.flatMap((place) => {
        const here = rows.filter((row) => holds(row, place)).map(thing);
        return here.length === new Set(here).size ? [] : [{ place, here }];
      });
      expect(ambiguous).toEqual([]);
    },
  );

  it('leads to every lifecycle state', () => {
    const reached = new Set<string>(['PENDING_ACTION']);
    for (let size = -1; size !== reached.size;) {
      size = reached.size;
      for (const row of LIFECYCLE) if (row.from.some((state) => reached.has(state))) reached.add(row.to);
    }
    expect(LIFECYCLE_STATES.filter((state) => !reached.has(state))).toEqual([]);
  });

  it('leads out of every state that a dispute can be undecided in', () => {
    const isEnd = (state: LifecycleState) => state === 'DENIED' || state === 'WRITE_OFF';
    const ongoing = LIFECYCLE_STATES.filter((state) => !isEnd(state));
    const stuck = ongoing.filter((state) => !LIFECYCLE.some((row) => row.from.includes(state) && leadsOn(row)));
    expect(stuck).toEqual([]);
  });

  it('ends every undecided state by the clock, or says by an alert that nothing does', () => {
    const ends = (state: LifecycleState) => LIFECYCLE.some((row) => row.lapse && row.from.includes(state));
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

const leadsOn = (row: LifecycleRow): boolean => row.action !== 'PROVISIONAL_CREDIT' && !row.network;
