import { VIOLATION_CODES } from '@dispute/contracts';
import { describe, expect, it } from '@jest/globals';
import { fromWireAmount, sameCurrency, toCaseAmount, toClaimAmount, toWireAmount } from './amounts.js';
import { classOfAnswer, classOfStatus, existingClaimOf, readFaults, wordsOf } from './errors.js';
import { factId } from './fact-id.js';
import { readCaseClaims, readClearingIds, readQueueNames, readQueuePage, readStatuses } from './queue.js';
import { createCase, updateCase } from './case-requests.js';
import { createChargeback, reverseChargeback } from './chargeback-requests.js';
import { createClaim } from './claim-requests.js';
import { getQueuePage } from './queue-requests.js';
import { encodeSegment } from './wire-request.js';
import { toFileName, toMemo, toMessageText } from './text.js';
import { VIOLATION_CODES_ON_THE_WIRE, violationCodeOf } from './violation-codes.js';

describe('amounts and currencies', () => {
  it('are decimal text by ISO 4217', () => {
    expect([toWireAmount(500, 'USD'), toWireAmount(500, 'JPY'), toWireAmount(1234, 'KWD')]).toEqual([
      '5.00',
      '500',
      '1.234',
    ]);
    expect(toClaimAmount(5, 'JPY')).toBe('0005');
    expect(fromWireAmount('25.00', 'USD')).toBe(2500);
    expect([toCaseAmount(1230, 'KWD'), toCaseAmount(500, 'USD'), toCaseAmount(500, 'JPY')]).toEqual([
      '1.23',
      '5.00',
      '500',
    ]);
    expect(() => toCaseAmount(1234, 'KWD')).toThrow(/two digits/);
    expect(sameCurrency('840', 'USD')).toBe(true);
    expect(() => toWireAmount(1, 'XYZ')).toThrow(RangeError);
  });
});

describe('text', () => {
  it('is transliterated and cut', () => {
    expect(toMessageText('Müller’s café, #12')).toBe('Muller s cafe 12');
    expect(toMessageText('ß'.repeat(80))).toHaveLength(100);
    expect(toMessageText(' … ')).toBeUndefined();
    expect(toMemo('Ünïcode\nmemo', 100)).toBe('Unicode memo');
    expect(toMemo('a'.repeat(101), 100)).toBe(`${'a'.repeat(97)}...`);
    expect(toFileName('Beleg (Größe).png', 'pdf')).toBe('Beleg-Grosse.pdf');
  });
});

describe('requests', () => {
  it('carry text booleans where the network wants them', () => {
    const filing = { claimId: '2000', amount: '5.00', currency: 'USD', reasonCode: '4853', isPartial: true };
    expect(createChargeback(filing)).toEqual({
      operation: 'createChargeback',
      method: 'POST',
      path: '/v6/claims/2000/chargebacks',
      body: {
        chargebackType: 'CHARGEBACK',
        amount: '5.00',
        currency: 'USD',
        reasonCode: '4853',
        documentIndicator: 'false',
        isPartialChargeback: true,
      },
    });
    const after = (rejectedFor: string) => createChargeback({ ...filing, rejectedFor }).body;
    expect(after('Code1=5000(00):refunded;DE072=')).toMatchObject({ refundNotReceivedIndicator: 'true' });
    expect(after('Code1=5002(00):evidence;DE072=')).toMatchObject({ acknowledgeFirstPartyTrustEvidence: true });
    expect(after('Code1=2570(00):late;DE072=')).toEqual(createChargeback(filing).body);
    const attachment = { filename: 'a.pdf', file: 'JVBERi0=' };
    expect(createChargeback({ ...filing, attachment }).body).toMatchObject({
      documentIndicator: 'true',
      fileAttachment: attachment,
    });
    expect(reverseChargeback('2000', '3000')).not.toHaveProperty('body');
    expect(createClaim({ amount: '5.00', currency: 'USD', clearingTransactionId: 'a+/=' }).body).toMatchObject({
      clearingTransactionId: 'a+/=',
    });
  });

  it('leave nothing in a path for the signer to escape', () => {
    expect(encodeSegment("a+/='()*!")).toBe('a%2B%2F%3D%27%28%29%2A%21');
  });

  it('file a case with what its type needs', () => {
    const filing = {
      amount: '5.00',
      currency: 'USD',
      filingIca: '1111',
      filedAgainstIca: '2222',
      memo: 'Why',
      chargebackRefNumbers: ['2000000001'],
      customerFilingNumber: '200002020654',
    };
    const changed = {
      ...filing,
      stage: 'PRE_ARBITRATION' as const,
      chargebackReasonCode: '4853',
      updatedReasonCode: '4834',
      updatedReasonMemo: 'Point of interaction',
    };
    expect(createCase(changed).body).toMatchObject({
      caseType: '1',
      filingAs: 'I',
      changeReasonCodeFlag: 'Y',
      updatedChargebackReasonCode: '4834',
    });
    expect(createCase({ ...changed, updatedReasonCode: '4853' }).body).not.toHaveProperty('changeReasonCodeFlag');
    const compliance = {
      ...filing,
      stage: 'PRE_COMPLIANCE' as const,
      violationCode: 'Send OI',
      violationDate: '2024-05-01',
    };
    expect(createCase(compliance).body).toMatchObject({
      caseType: '3',
      violationCode: 'Send OI',
      violationDate: '2024-05-01',
    });
  });

  it('answer a case', () => {
    expect(updateCase({ caseId: '9', action: 'ESCALATE' }).body).toEqual({ action: 'ESCALATE' });
    expect(updateCase({ caseId: '9', action: 'REBUT' }).body).toEqual({
      action: 'REBUT',
      memo: 'Rebutted',
      rebuttedAs: 'REC',
    });
  });

  it('ask for a queue with both ends of the window or none', () => {
    expect(getQueuePage({ queueName: 'Rejects', page: 2 }).body).toEqual({ queueName: 'Rejects', pageNb: '2' });
  });
});

describe('answers', () => {
  const fault = {
    RequestId: 'r',
    Source: 'SYSTEM',
    ReasonCode: 'INVALID_REQUEST',
    Description: 'There is one',
    Recoverable: false,
    Details: [{ Name: 'claimId', Value: '200002020654' }],
  };

  it('errors are read in both forms', () => {
    expect(existingClaimOf(readFaults({ Errors: [fault] }))).toBe('200002020654');
    expect(wordsOf(403, readFaults({ Errors: { Error: [{ ...fault, Source: 'Gateway', Details: null }] } }))).toBe(
      'INVALID_REQUEST: There is one',
    );
    expect(readFaults('<html>')).toEqual([]);
  });

  it.each([
    [undefined, 'unknown'],
    [200, 'done'],
    [400, 'refused'],
    [404, 'refused'],
    [408, 'unknown'],
    [429, 'not-done'],
    [500, 'unknown'],
    [502, 'unknown'],
    [503, 'not-done'],
    [504, 'unknown'],
  ] as const)('status %s → %s', (status, expected) => {
    expect(classOfStatus(status)).toBe(expected);
  });

  it('being kept out is nobody’s refusal', () => {
    const faults = readFaults({ Errors: { Error: [{ ...fault, ReasonCode: 'AUTHENTICATION_FAILED' }] } });
    expect(classOfAnswer(403, faults)).toBe('not-done');
    expect(classOfAnswer(403, readFaults({ Errors: [fault] }))).toBe('refused');
  });

  it('queues, searches, statuses', () => {
    expect(
      readQueuePage({ pageCount: '2', claimList: [{ claimId: 200002020654, transactionId: '118411681' }] }),
    ).toMatchObject({
      pageCount: 2,
      entries: [{ claimId: '200002020654', clearingTransactionId: undefined }],
    });
    expect(readQueuePage(null)).toEqual({ pageCount: 1, entries: [] });
    expect(readQueueNames([{ queueName: 'Rejects', queueDescription: 'x' }])).toEqual(['Rejects']);
    expect(readClearingIds({ authorizationSummary: [{ clearingSummary: [{ transactionId: 'FIE=' }] }] })).toEqual([
      'FIE=',
    ]);
    expect(
      readStatuses({ chargebackResponseList: [{ chargebackId: '1', status: 'COMPLETED' }] }).get('1')?.status,
    ).toBe('COMPLETED');
    expect(readCaseClaims({ caseFilingResponseList: [{ caseId: 5, claimId: '6' }] }).get('5')).toBe('6');
  });
});

describe('codes and ids', () => {
  it('every violation code goes out and comes back', () => {
    for (const code of VIOLATION_CODES) expect(violationCodeOf(VIOLATION_CODES_ON_THE_WIRE[code])).toBe(code);
    expect(violationCodeOf('D.2')).toBeUndefined();
  });

  it('a fact’s id depends on every part and on where each ends', () => {
    expect(factId('a', 'b')).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set([factId('a', 'b'), factId('ab', ''), factId('a', 'c')]).size).toBe(3);
  });
});
