import { describe, expect, it } from '@jest/globals';
import type { CalendarDate } from '@dispute/kernel';
import { CASE_SAMPLE, CLAIM_SAMPLE } from './claim.samples.js';
import { observeActivities } from './activity.js';
import { type ClaimDetail, readClaim } from './claim.js';
import type { KnownClaim } from './observation.js';
import { observe } from './observe.js';

const seenOn = '2024-06-02' as CalendarDate;
const claimId = '200002020654';
const known: KnownClaim = {
  claimId,
  disputes: ['d1'],
  chargebacks: new Map([['300002063556', 'd1']]),
  cases: new Map([['536092', 'd1']]),
  facts: new Set(),
};
const claim = (changes: object = {}): ClaimDetail => {
  const read = readClaim({ ...CLAIM_SAMPLE, ...changes });
  if (read === undefined) throw new Error('the sample is a claim');
  return read;
};
const told = (detail: ClaimDetail, of: KnownClaim = known) =>
  observe(detail, of, seenOn).map(({ fact }) => `${fact.network_date} ${fact.action}/${fact.state} by ${fact.by}`);
const [chargeback, second] = CLAIM_SAMPLE.chargebackDetails;

describe('what a claim tells', () => {
  it('a second presentment is a representment, dated by the network, under the chargeback’s reference', () => {
    const [seen, ...more] = observe(claim(), known, seenOn);
    expect(more).toEqual([]);
    expect(seen).toMatchObject({
      disputeId: 'd1',
      papers: { of: 'chargeback', id: '300002063557' },
      fact: {
        claim_id: claimId,
        item_id: '300002063557',
        external_reference_id: '300002063556',
        action: 'REPRESENTMENT',
        state: 'CREATE',
        by: 'acquirer',
        network_date: '2024-05-30',
        message: 'GOODS DELIVERED',
        representment_reason_code: 'INVALID_CHARGEBACK',
      },
    });
  });

  it('looking twice tells nothing new', () => {
    const facts = new Set(observe(claim(), known, seenOn).map((seen) => seen.fact.fact_id));
    expect(observe(claim({ lastModifiedDate: '2024-07-01' }), { ...known, facts }, seenOn)).toEqual([]);
  });

  const rejected = { ...chargeback, rejectReason: 'Code1=2570(00):D0025/000;DE072=D0025' };
  const reversal = { ...chargeback, chargebackId: '300002063558', reversal: true };
  it.each([
    ['a rejected chargeback', [rejected], ['2024-05-31 CHARGEBACK/NETWORK_REJECT by network']],
    [
      'a rejected reversal',
      [chargeback, { ...reversal, rejectReason: 'Code1=5051(00):late;DE072=' }],
      ['2024-05-31 CHARGEBACK/NETWORK_REJECT_REVERSAL by network'],
    ],
    ['a reversal that went through', [{ ...chargeback, reversed: true }, reversal], []],
    [
      'a reversed second presentment',
      [
        chargeback,
        { ...second, reversed: true },
        { ...second, chargebackId: '300002063559', reversal: true, createDate: '2024-06-01' },
      ],
      ['2024-05-30 REPRESENTMENT/CREATE by acquirer', '2024-06-01 REPRESENTMENT/REVERSE by acquirer'],
    ],
  ])('%s', (_, chargebackDetails, expected) => {
    expect(told(claim({ chargebackDetails }))).toEqual(expected);
  });

  it('a movement of funds in collaboration is the acquirer’s acceptance', () => {
    const retrievalDetailsList = [{ requestId: 25859113, acquirerResponseCd: 'A', acquirerResponseDt: '2024-05-29' }];
    expect(told(claim({ chargebackDetails: [chargeback], retrievalDetailsList }))).toEqual([
      '2024-05-29 CHARGEBACK/ACCEPT by acquirer',
    ]);
  });

  it('a case of ours: rebutted, escalated by us, ruled in our favour', () => {
    expect(told(claim({ chargebackDetails: [chargeback], caseFilingDetails: CASE_SAMPLE }))).toEqual([
      '2024-07-15 PRE_ARBITRATION/REBUT by acquirer',
      '2024-08-30 ARBITRATION/WON by network',
    ]);
  });

  it('a pre-compliance case of theirs: filed, escalated, withdrawn', () => {
    const details = {
      ...CASE_SAMPLE.caseFilingDetails,
      caseType: '4',
      filingAs: 'A',
      rulingStatus: null,
      violationCode: 'Refund/Correction',
    };
    const history = [
      { action: 'WITHDRAW', responseDate: '2024-08-03' },
      { action: 'Escalate', responseDate: '2024-08-02' },
      { action: 'REJECT', responseDate: '2024-08-01' },
      { action: 'CREATECASE', responseDate: '2024-07-01' },
    ];
    const caseFilingDetails = [{ caseFilingDetails: details, caseFilingRespHistory: history }];
    const seen = claim({ chargebackDetails: [chargeback], caseFilingDetails });
    expect(told(seen)).toEqual([
      '2024-07-01 PRE_COMPLIANCE/CREATE by acquirer',
      '2024-08-02 COMPLIANCE/CREATE by acquirer',
      '2024-08-03 COMPLIANCE/REVERSE by acquirer',
    ]);
    expect(observe(seen, known, seenOn)[0]?.fact.violation_code).toBe('REFUND_OR_CORRECTION');
  });

  it('no more of a card number than its last four digits, wherever the other party wrote one', () => {
    const number = '4111111111111111';
    const numbered = { ...second, messageText: `PAN ${number}`, chargebackId: number };
    const rejected = { ...chargeback, rejectReason: `Code1=2570(00):${number};DE072=` };
    const retrievalDetailsList = [{ requestId: 1, acquirerResponseCd: 'A', memo: `for ${number}` }];
    const history = CASE_SAMPLE.caseFilingRespHistory.map((step) => ({ ...step, memo: number }));
    const caseFilingDetails = { ...CASE_SAMPLE, caseFilingRespHistory: history };
    const seen = claim({ chargebackDetails: [rejected, numbered], retrievalDetailsList, caseFilingDetails });
    const facts = observe(seen, known, seenOn).map(({ fact }) => fact);
    const said = facts.flatMap(({ message, memo, reason }) => [message, memo, reason].filter((text) => text));
    expect(new Set(said)).toEqual(
      new Set([
        'PAN ************1111',
        'for ************1111',
        '************1111',
        'Code1=2570(00):************1111;DE072=',
      ]),
    );
    expect(facts.map((fact) => fact.item_id)).toContain(number);
  });

  it('what could belong to two disputes belongs to neither', () => {
    const two: KnownClaim = {
      ...known,
      disputes: ['d1', 'd2'],
      chargebacks: new Map([
        ['300002063556', 'd1'],
        ['300002063600', 'd2'],
      ]),
    };
    const lost = { ...second, chargebackRefNum: '2000000777' };
    const [seen] = observe(claim({ chargebackDetails: [chargeback, lost] }), two, seenOn);
    expect(seen).toMatchObject({ disputeId: undefined, fact: { action: 'REPRESENTMENT' } });
    expect(observe(claim(), two, seenOn)[0]?.disputeId).toBe('d1');
  });

  it('what carries a number that is not ours is not the only known chargeback’s in a shared claim', () => {
    const shared: KnownClaim = { ...known, disputes: ['d1', 'd2'] };
    const others = { ...second, chargebackRefNum: '2000000777' };
    const [seen] = observe(claim({ chargebackDetails: [chargeback, others] }), shared, seenOn);
    expect(seen?.disputeId).toBeUndefined();
    const nameless = { ...second, chargebackRefNum: null };
    const [only] = observe(claim({ chargebackDetails: [chargeback, nameless] }), shared, seenOn);
    expect(only?.disputeId).toBe('d1');
  });
});

describe('what moves no dispute', () => {
  const [first, other] = ['2000000001', '2000000002'];
  const shared: KnownClaim = {
    ...known,
    disputes: ['d1', 'd2'],
    chargebacks: new Map([
      ['300002063556', 'd1'],
      ['300002063600', 'd2'],
    ]),
    cases: new Map(),
  };
  const items = [chargeback, { ...chargeback, chargebackId: '300002063600', chargebackRefNum: other }];
  const activities = (changes: object) =>
    observeActivities(claim({ chargebackDetails: items, ...changes }), shared, seenOn).map(
      ({ disputeId, activity }) => `${disputeId} ${activity.kind}`,
    );

  it('goes by its number where several disputes share the claim', () => {
    const answer = { acquirerResponseCd: 'E', chargebackRefNum: other };
    const fee = { feeAmount: '1.00', currency: 'USD', chargebackRefNum: first };
    expect(
      activities({
        retrievalDetailsList: [
          { requestId: '9', ...answer },
          { requestId: '10', acquirerResponseCd: 'E' },
        ],
        feeDetails: [{ feeId: 7, ...fee }],
      }),
    ).toEqual(['d2 COLLABORATION', 'undefined COLLABORATION', 'd1 FEE_COLLECTION']);
  });

  it('a case that ends without a ruling is told, but where silence accepts', () => {
    const caseOf = (caseType: string, rulingStatus: string) => ({
      caseFilingDetails: { ...CASE_SAMPLE.caseFilingDetails, caseType, rulingStatus, chargebackRefNum: [other] },
      caseFilingRespHistory: [{ action: 'CREATECASE', responseDate: '2024-07-01' }],
    });
    expect(activities({ caseFilingDetails: caseOf('2', 'Reviewed') })).toEqual(['d2 CASE_REVIEWED']);
    expect(activities({ caseFilingDetails: caseOf('4', 'Expired') })).toEqual(['d2 CASE_EXPIRED']);
    expect(activities({ caseFilingDetails: caseOf('1', 'Expired') })).toEqual([]);
  });

  it('papers that the network could not read are told', () => {
    const unread = { ...chargeback, documentStatus: 'FAILED' };
    expect(activities({ chargebackDetails: [unread, items[1]] })).toEqual(['d1 DOCUMENT_FAILED']);
  });

  it('answers in collaboration, stopped chargebacks and fees are told once', () => {
    const detail = claim({
      chargebackDetails: [{ ...chargeback, rejectReason: 'Code1=5000(00):refunded;DE072=' }],
      retrievalDetailsList: [{ requestId: '9', acquirerResponseCd: 'E', acquirerResponseDt: '2024-05-29' }],
      feeDetails: [{ feeId: 7, feeAmount: '0.24', currency: 'USD', reason: '7623', feeDate: '2024-06-01' }],
    });
    const seen = observeActivities(detail, known, seenOn);
    expect(seen.map(({ disputeId, activity }) => `${disputeId} ${activity.kind} ${activity.time}`)).toEqual([
      'd1 COLLABORATION 2024-05-29T00:00:00Z',
      'd1 CHARGEBACK_STOPPED 2024-05-31T00:00:00Z',
      'd1 FEE_COLLECTION 2024-06-01T00:00:00Z',
    ]);
    const facts = new Set(seen.map((one) => one.factId));
    expect(observeActivities(detail, { ...known, facts }, seenOn)).toEqual([]);
  });
});
