import { describe, expect, it } from '@jest/globals';
import { given } from '../spec-kit/given.js';
import * as the from '../spec-kit/steps.js';
import type { Step } from '../spec-kit/steps.js';
import { COMMERCIAL_PURCHASE, CREDIT_PURCHASE, DEBIT_PURCHASE, VISA_PURCHASE } from '../spec-kit/transactions.js';
import { queueOf, queuesOf, WORK_LISTS } from './work-lists.js';

const { acquirer, chargebackFiled, issuer, network, networkConfirms, preArbitrationFiled, represented, until } = the;
const opened = the.disputeOpened({ transaction: COMMERCIAL_PURCHASE });
const debit = the.disputeOpened({ transaction: DEBIT_PURCHASE });
const elsewhere = the.disputeOpened({ transaction: VISA_PURCHASE });
const CASE = { violation_code: 'ALL_OTHER', memo: 'Against the rules.' } as const;
const theirCase = (on: string): Step => acquirer('PRE_COMPLIANCE/CREATE', on, CASE);
const WINDOW_ENDS = '2024-08-23T00:00:00Z';
const rejected: Step = network('CHARGEBACK/NETWORK_REJECT', '2024-06-03');
const rebutted: Step[] = [opened, preArbitrationFiled, acquirer('PRE_ARBITRATION/REBUT', '2024-06-10')];
const arbitrating: Step[] = [...rebutted, issuer('ARBITRATION/CREATE')];
const ourCase: Step[] = [opened, issuer('PRE_COMPLIANCE/CREATE')];
const before = (instant: string): string => new Date(Date.parse(instant) - 1000).toISOString().replace('.000', '');

const after = (...steps: readonly Step[]): string => queueOf(given(...steps).life.state, false);

describe('the work list of a dispute', () => {
  it.each<[string, string, Step[]]>([
    ['nothing is filed', 'TO_FILE', [opened]],
    ['a chargeback waits for the acquirer', '', [opened, chargebackFiled]],
    ['the network rejected the chargeback', 'REJECTED_BY_NETWORK', [opened, issuer('CHARGEBACK/CREATE'), rejected]],
    ['the acquirer represented', 'TO_ANSWER', [opened, represented]],
    ['our pre-arbitration waits for the acquirer', '', [opened, preArbitrationFiled]],
    ['the acquirer rebutted', 'TO_ANSWER', rebutted],
    ['a credit is given meanwhile', 'TO_ANSWER', [...rebutted, the.provisionalCreditGiven]],
    ['arbitration waits for the ruling', 'AWAITING_RULING', arbitrating],
    ['the acquirer answered it', 'AWAITING_RULING', [...arbitrating, acquirer('ARBITRATION/REBUT', '2024-06-20')]],
    ['the ruling has come', '', [...arbitrating, network('ARBITRATION/WON', '2024-09-01')]],
  ])('where %s is "%s"', (_, queue, steps) => {
    expect(after(...steps)).toBe(queue);
  });

  it.each<[string, string, Step[]]>([
    ['the acquirer files one', 'TO_ANSWER', [opened, theirCase('2024-06-01')]],
    ['we rebutted it', '', [opened, theirCase('2024-06-01'), issuer('PRE_COMPLIANCE/REBUT')]],
    [
      'the acquirer escalates it',
      'TO_ANSWER',
      [opened, theirCase('2024-06-01'), acquirer('COMPLIANCE/CREATE', '2024-06-05')],
    ],
    [
      'it is taken back',
      'TO_FILE',
      [opened, theirCase('2024-06-01'), acquirer('PRE_COMPLIANCE/REVERSE', '2024-06-05')],
    ],
    ['ours waits for the acquirer', '', ourCase],
    ['ours is rebutted', 'TO_ANSWER', [...ourCase, acquirer('PRE_COMPLIANCE/REBUT', '2024-06-05')]],
    ['ours is escalated', 'AWAITING_RULING', [...ourCase, issuer('COMPLIANCE/CREATE')]],
    [
      'the acquirer files one after we won',
      'TO_ANSWER',
      [opened, chargebackFiled, acquirer('CHARGEBACK/ACCEPT', '2024-06-01'), theirCase('2024-06-02')],
    ],
  ])('of a compliance case, where %s, is "%s"', (_, queue, steps) => {
    expect(after(...steps)).toBe(queue);
  });

  it('is WINDOW_OVER from the end of the chargeback window on, by its event and not by the time of reading', () => {
    expect(after(opened, until(before(WINDOW_ENDS)))).toBe('TO_FILE');
    expect(after(opened, the.at(WINDOW_ENDS))).toBe('TO_FILE');
    expect(after(opened, until(WINDOW_ENDS))).toBe('WINDOW_OVER');
    expect(after(opened, until(WINDOW_ENDS), issuer('WRITE_OFF/CREATE'))).toBe('');
    const late = [opened, issuer('CHARGEBACK/CREATE'), networkConfirms('CHARGEBACK/CREATE', '2024-08-20')];
    expect(after(...late, until(WINDOW_ENDS))).toBe('');
    expect(after(...late, until(WINDOW_ENDS), rejected, until(WINDOW_ENDS))).toBe('WINDOW_OVER');
  });

  it('is WINDOW_OVER for a dispute that opens too late to be filed', () => {
    const transaction = { ...COMMERCIAL_PURCHASE, settled_at: '2023-12-01T00:00:00Z' };
    expect(after(the.disputeOpened({ transaction }), until('2024-05-28T22:48:24Z'))).toBe('WINDOW_OVER');
  });

  it('is ops’ own where Marqeta files, and an alert where a window ends there without a decision', () => {
    expect(after(elsewhere)).toBe('MANAGED_BY_OPS');
    const filed = [elsewhere, the.ops('CHARGEBACK/CREATE')];
    expect(after(...filed, acquirer('REPRESENTMENT/CREATE', '2024-06-01'))).toBe('TO_ANSWER');
    const over = [...filed, until('2024-07-12T00:00:00Z')];
    expect(after(...over)).toBe('WINDOW_OVER');
    expect(after(...over, acquirer('REPRESENTMENT/CREATE', '2024-06-01'))).toBe('TO_ANSWER');
    const unanswered = [acquirer('REPRESENTMENT/CREATE', '2024-06-01'), until('2024-07-16T00:00:00Z')];
    expect(after(...filed, ...unanswered)).toBe('WINDOW_OVER');
    expect(after(...filed, network('CHARGEBACK/WON', '2024-06-01'))).toBe('');
  });
});

describe('a loss at the network', () => {
  const lost = [represented, until('2024-07-14T00:00:00Z')];

  it('under Regulation E needs a finding, with or without a credit, until there is one or its day has come', () => {
    expect(after(debit, the.provisionalCreditGiven, ...lost)).toBe('FINDING_NEEDED');
    expect(after(debit, ...lost)).toBe('FINDING_NEEDED');
    expect(after(debit, the.provisionalCreditGiven, ...lost, the.denied())).toBe('');
    expect(after(debit, ...lost, until('2024-08-28T00:00:00Z'))).toBe('');
  });

  it('needs none by the issuer’s own act, outside the regulation, or by the tenant’s setting', () => {
    const policy = { institution_zone: 'America/New_York', lost_regulated: 'REVERSE' } as const;
    expect(after(debit, the.provisionalCreditGiven, represented, issuer('REPRESENTMENT/ACCEPT'))).toBe('');
    expect(after(the.disputeOpened({ transaction: CREDIT_PURCHASE }), the.provisionalCreditGiven, ...lost)).toBe('');
    expect(after(the.disputeOpened({ transaction: DEBIT_PURCHASE, policy }), ...lost)).toBe('');
  });
});

describe('money that no rule moves', () => {
  const foundAgainst = [debit, the.provisionalCreditGiven, chargebackFiled, the.denied(), the.creditPosted];
  const won = [...foundAgainst, acquirer('CHARGEBACK/ACCEPT', '2024-06-05')];

  it('is a task where the dispute is won after a finding, until it is closed', () => {
    expect(after(...foundAgainst)).toBe('');
    expect(after(...won)).toBe('WON_AFTER_FINDING');
    expect(after(...won, the.closed)).toBe('');
  });

  it('is a task where the ledger refuses it', () => {
    expect(after(opened, issuer('PROVISIONAL_CREDIT/CREATE'), the.creditRefused)).toBe('CREDIT_REFUSED');
  });

  it('is a task where the transaction’s disputes exceed it, while they are open', () => {
    const { life } = given(opened);
    expect([queueOf(life.state, true), queueOf(life.state, false)]).toEqual(['EXCESS', 'TO_FILE']);
    expect(queueOf(given(opened, the.withdrawn).life.state, true)).toBe('');
  });
});

describe('a dispute that needs several things', () => {
  it('stands in the most urgent list: an answer that the network waits for before the money, then the rest', () => {
    const refused = [issuer('PROVISIONAL_CREDIT/CREATE'), the.creditRefused];
    expect(queuesOf(given(opened, represented, ...refused).life.state, true)).toEqual([
      ...['TO_ANSWER', 'CREDIT_REFUSED', 'EXCESS'],
    ]);
    expect(queuesOf(given(elsewhere, ...refused, until(WINDOW_ENDS)).life.state, false)).toEqual([
      ...['CREDIT_REFUSED', 'WINDOW_OVER', 'MANAGED_BY_OPS'],
    ]);
  });

  it('is asked for an answer again where the network sends ours back', () => {
    const sentBack = [issuer('PRE_ARBITRATION/CREATE'), network('PRE_ARBITRATION/NETWORK_REJECT', '2024-06-01')];
    expect(after(opened, represented, ...sentBack)).toBe('TO_ANSWER');
  });
});

describe('the table of work lists', () => {
  it('names each list once and says what to do', () => {
    expect(new Set(WORK_LISTS.map(({ queue }) => queue)).size).toBe(WORK_LISTS.length);
    for (const { says } of WORK_LISTS) expect(says).toMatch(/\w.{10,120}$/);
  });
});
