import { describe, expect, it } from '@jest/globals';
import type { DisputeEvent } from '@dispute/contracts';
import { fold } from '@dispute/kernel';
import { given } from '../spec-kit/given.js';
import { Life } from '../spec-kit/life.js';
import * as the from '../spec-kit/steps.js';
import { ATM_WITHDRAWAL, COMMERCIAL_PURCHASE, CREDIT_PURCHASE, DEBIT_PURCHASE } from '../spec-kit/transactions.js';
import { DEFAULT_POLICY } from './commands.js';
import { disputeDecider } from './decide.js';
import { timersOf } from './timers.js';

const { disputeOpened, issuer, until } = the;
const openedFreely = disputeOpened({ transaction: COMMERCIAL_PURCHASE });
const warnings = (life: Life, name: string) =>
  life.events.flatMap((event) =>
    event.type === 'dispute.deadline-approaching.v1' && (event.data.window ?? event.data.clock) === name
      ? [event.data.days_left]
      : [],
  );
const kinds = (life: Life) => timersOf(life.anyState).map(({ kind }) => kind);

describe('a deadline that comes near', () => {
  it('is told 10, 5 and 1 days before a window of an offered action ends', () => {
    const { life } = given(openedFreely).when(until('2024-09-01T00:00:00Z'));
    expect(warnings(life, 'CHARGEBACK')).toEqual([10, 5, 1]);
    expect(warnings(life, 'PRE_COMPLIANCE')).toEqual([10, 5, 1]);
    expect(life.events.find((event) => event.type === 'dispute.deadline-approaching.v1')?.data).toEqual({
      window: 'PRE_COMPLIANCE',
      due: '2024-07-24T00:00:00Z',
      days_left: 10,
    });
  });

  it('is told before a regulatory clock runs out, by the institution’s days', () => {
    const { life } = given(disputeOpened({ transaction: DEBIT_PURCHASE })).when(until('2024-06-11T04:00:00Z'));
    expect(warnings(life, 'REG_E_PROVISIONAL_CREDIT')).toEqual([10, 5, 1]);
    const told = life.events.filter((event) => event.type === 'dispute.deadline-approaching.v1');
    expect(told.at(-1)?.data).toMatchObject({ clock: 'REG_E_PROVISIONAL_CREDIT', due: '2024-06-12T04:00:00Z' });
  });

  it('is not told when the action has been taken, the obligation met, or the window is not ours', () => {
    const filed = given(openedFreely, the.chargebackFiled).when(until('2024-09-01T00:00:00Z')).life;
    expect(warnings(filed, 'CHARGEBACK')).toEqual([]);
    expect(warnings(filed, 'REPRESENTMENT')).toEqual([]);
    expect(filed.state.decision).toBe('WON');
    const credited = given(disputeOpened({ transaction: DEBIT_PURCHASE }), the.provisionalCreditGiven);
    expect(warnings(credited.when(until('2024-09-01T00:00:00Z')).life, 'REG_E_PROVISIONAL_CREDIT')).toEqual([]);
  });

  it('is not told of moments that had passed when the deadline began', () => {
    const { life } = given(the.at('2024-08-20T00:00:00Z'), openedFreely).when(until('2024-09-01T00:00:00Z'));
    expect(warnings(life, 'CHARGEBACK')).toEqual([1]);
  });

  it('comes once, with the days that are left, when the clock is late', () => {
    const { life } = given(openedFreely);
    the.at('2024-08-19T12:00:00Z')(life);
    const due = '2024-08-13T00:00:00Z' as Life['now'];
    life.send({ type: 'WarnOfDeadline', deadline: 'CHARGEBACK', daysBefore: 10, at: due });
    expect(life.latest).toMatchObject([{ data: { days_left: 4 } }]);
    expect(kinds(life).filter((kind) => kind.startsWith('WARN:CHARGEBACK'))).toEqual(['WARN:CHARGEBACK:1']);
    life.send({ type: 'WarnOfDeadline', deadline: 'CHARGEBACK', daysBefore: 10, at: due });
    expect(life.latest).toEqual([]);
  });

  it('follows the tenant’s setting as it stood at the opening', () => {
    const policy = { ...DEFAULT_POLICY, warnings_days: [3] };
    const { life } = given(disputeOpened({ transaction: COMMERCIAL_PURCHASE, policy }));
    expect(kinds(life).filter((kind) => kind.startsWith('WARN'))).toEqual([
      'WARN:CHARGEBACK:3',
      'WARN:PRE_COMPLIANCE:3',
    ]);
  });

  it('has the same timers after its events are folded again', () => {
    const life = new Life();
    const dated: (DisputeEvent & { occurredAt: Life['now'] })[] = [];
    for (const step of [
      disputeOpened({ transaction: CREDIT_PURCHASE }),
      the.represented,
      until('2024-07-05T00:00:00Z'),
    ]) {
      const told = life.events.length;
      step(life);
      dated.push(...life.events.slice(told).map((event) => ({ ...event, occurredAt: life.now })));
    }
    const again = fold(disputeDecider, JSON.parse(JSON.stringify(dated)) as typeof dated);
    expect(timersOf(again).map(({ kind }) => kind)).toEqual(kinds(life));
    expect(kinds(life)).toContain('WARN:PRE_ARBITRATION:5');
  });
});

describe('a provisional credit by the tenant’s policy', () => {
  const policy = { ...DEFAULT_POLICY, auto_provisional_credit: { business_days_before_due: 2 } };
  const regulationE = disputeOpened({ transaction: ATM_WITHDRAWAL, policy });

  it('is given by the clock, business days before it is due', () => {
    const { life } = given(regulationE);
    expect(timersOf(life.anyState)).toContainEqual({ kind: 'AUTO:PROVISIONAL_CREDIT', due: '2024-06-07T04:00:00Z' });
    given(regulationE, until('2024-06-07T03:59:59Z')).then({ credit_status: 'NONE' });
    const given_ = given(regulationE).when(until('2024-06-07T04:00:00Z')).life;
    expect(given_.latest).toMatchObject([
      { type: 'dispute.action-taken.v1', data: { by: 'clock', row: 'provisional-credit.create' } },
      { type: 'dispute.credit-requested.v1', data: { movement: 'PROVISIONAL' } },
    ]);
    the.creditPosted(given_);
    expect(given_.resource).toMatchObject({ credit_status: 'PROVISIONAL' });
    expect(kinds(given_)).not.toContain('AUTO:PROVISIONAL_CREDIT');
  });

  it('becomes final when the investigation’s day passes undecided', () => {
    const { life } = given(regulationE, until('2024-06-07T04:00:00Z'), the.creditPosted);
    the.until('2024-07-13T04:00:00Z')(life);
    the.creditPosted(life);
    expect(life.resource).toMatchObject({ credit_status: 'FINAL', decision: 'ONGOING' });
  });

  it('is not given twice, after a refusal, once decided, withdrawn, or where no clock runs', () => {
    const none = (...steps: the.Step[]) =>
      expect(kinds(given(regulationE, ...steps).life)).not.toContain('AUTO:PROVISIONAL_CREDIT');
    none(issuer('PROVISIONAL_CREDIT/CREATE'));
    none(the.provisionalCreditGiven, issuer('PROVISIONAL_CREDIT/REVERSE'), the.creditPosted);
    none(issuer('PROVISIONAL_CREDIT/CREATE'), the.creditRefused);
    none(the.denied());
    none(the.withdrawn);
    expect(kinds(given(disputeOpened({ transaction: CREDIT_PURCHASE, policy })).life)).not.toContain(
      'AUTO:PROVISIONAL_CREDIT',
    );
  });
});
