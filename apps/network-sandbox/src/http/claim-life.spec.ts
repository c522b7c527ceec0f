import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync, zipSync } from 'fflate';
import { createSandboxHome, type RunningSandbox, type SandboxHome } from '../spec-kit/sandbox-under-test.js';
import { ControlClient, detailsOf, SignedClient } from '../spec-kit/signed-client.js';

let home: SandboxHome;
let sandbox: RunningSandbox;
let client: SignedClient;
let control: ControlClient;
const PDF = Buffer.from('%PDF-1.7 a receipt').toString('base64');

beforeAll(async () => {
  home = await createSandboxHome();
  sandbox = await home.start();
  client = new SignedClient(sandbox.baseUrl, '2024-05-28T12:00:00Z');
  control = new ControlClient(sandbox.baseUrl);
});
afterAll(async () => {
  await sandbox.stop();
  await home.drop();
});

let transactions = 0;
const claimBody = (clearingTransactionId = `clearing-${++transactions}`) => ({
  disputedAmount: '5.00',
  disputedCurrency: '840',
  claimType: 'Standard',
  clearingTransactionId,
});
const chargebackBody = (more: object = {}) => ({
  chargebackType: 'CHARGEBACK',
  amount: '5.00',
  currency: 'USD',
  reasonCode: '4853',
  documentIndicator: 'false',
  ...more,
});
const openClaim = async (): Promise<string> => (await client.post('/claims', claimBody())).body.claimId as string;
const fileChargeback = async (claimId: string, more: object = {}): Promise<string> =>
  (await client.post(`/claims/${claimId}/chargebacks`, chargebackBody(more))).body.chargebackId as string;
const detail = async (claimId: string) => (await client.get(`/claims/${claimId}`)).body;

describe('a claim', () => {
  it('is found by its transaction, opened, closed and reopened', async () => {
    const search = await client.post('/transactions/search', {
      acquirerRefNumber: '05436847276000293995738',
      tranStartDate: '2024-05-01',
      tranEndDate: '2024-05-28',
    });
    const [authorization] = search.body.authorizationSummary;
    const clearingId = authorization.clearingSummary[0].transactionId;
    const again = await client.post('/transactions/search', {
      acquirerRefNumber: '05436847276000293995738',
      tranStartDate: '2024-05-02',
      tranEndDate: '2024-05-28',
    });
    expect(again.body.authorizationSummary[0].clearingSummary[0].transactionId).toBe(clearingId);
    const { claimId } = (
      await client.post('/claims', { ...claimBody(clearingId), authTransactionId: authorization.transactionId })
    ).body;
    expect(claimId).toMatch(/^2\d{11}$/);
    expect(await detail(claimId)).toMatchObject({
      claimType: 'Standard',
      claimValue: '5.00 USD',
      isOpen: 'true',
      isIssuer: 'true',
      createDate: '2024-05-28',
      acquirerRefNum: '05436847276000293995738',
      transactionId: `TI:${clearingId}#${authorization.transactionId}`,
      queueName: 'IssuerWorked',
      primaryAccountNum: null,
    });
    expect((await client.put(`/claims/${claimId}`, { action: 'CLOSE', closeClaimReasonCode: '10' })).body).toEqual({
      claimId,
    });
    expect(await detail(claimId)).toMatchObject({ isOpen: 'false', queueName: 'Closed' });
    expect((await client.put(`/claims/${claimId}`, { action: 'CLOSE' })).status).toBe(400);
    expect((await client.put(`/claims/${claimId}`, { action: 'REOPEN' })).status).toBe(200);
    expect(await detail(claimId)).toMatchObject({ isOpen: 'true' });
  });

  it('is one per clearing transaction, also for simultaneous requests', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => client.post('/claims', claimBody('the-same'))));
    const opened = answers.filter(({ status }) => status === 200);
    expect(opened).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer.status).toBe(400);
      expect(answer.body.Errors[0]).toMatchObject({ ReasonCode: 'INVALID_REQUEST', Recoverable: true });
      expect(detailsOf(answer)['claimId']).toBe(opened[0]?.body.claimId);
    }
  });

  it('refuses what does not have the wire’s form', async () => {
    const faulty: readonly (readonly [object, string])[] = [
      [{ disputedAmount: 5 }, 'disputedAmount'],
      [{ disputedAmount: '0.00' }, 'disputedAmount'],
      [{ disputedAmount: '5.001' }, 'disputedAmount'],
      [{ disputedCurrency: 'XQX' }, 'disputedCurrency'],
      [{ claimType: 'CaseFiling' }, 'claimType'],
      [{ clearingTransactionId: '' }, 'clearingTransactionId'],
    ];
    for (const [change, field] of faulty) {
      const answer = await client.post('/claims', { ...claimBody(), ...change });
      expect(answer.status).toBe(400);
      expect(Object.keys(detailsOf(answer))).toContain(field);
    }
    expect((await client.get('/claims/abc')).status).toBe(400);
    expect((await client.get('/claims/299999999999')).status).toBe(404);
  });
});

describe('a chargeback', () => {
  it('with papers is cleared, answered, acknowledged', async () => {
    const claimId = await openClaim();
    const chargebackId = await fileChargeback(claimId, {
      documentIndicator: 'true',
      messageText: 'Not as described',
      fileAttachment: { filename: 'receipt.pdf', file: PDF },
    });
    const filed = (await detail(claimId)).chargebackDetails[0];
    expect(filed).toMatchObject({
      chargebackId,
      chargebackType: 'CHARGEBACK',
      createDate: '2024-05-28',
      documentStatus: 'COMPLETED',
      documentIndicator: 'true',
      rejectReason: null,
      reversed: false,
      reversal: false,
    });
    expect(filed.chargebackRefNum).toMatch(/^\d{10}$/);
    const sent = await client.get(`/claims/${claimId}/chargebacks/${chargebackId}/documents?format=ORIGINAL`);
    expect(sent.body.fileAttachment.filename).toMatch(/\.zip$/);
    expect(filesIn(sent.body)).toEqual({ 'receipt.pdf': '%PDF-1.7 a receipt' });

    const document = { file_name: 'rebuttal.pdf', content_base64: Buffer.from('%PDF-1.4 no').toString('base64') };
    const taken = await control.act(claimId, {
      action: 'REPRESENTMENT',
      state: 'CREATE',
      network_date: '2024-06-10',
      message: 'See papers',
      representment_reason_code: 'CREDIT_PREVIOUSLY_ISSUED',
      document,
    });
    expect(taken).toMatchObject({ status: 202, body: { network_event_id: expect.any(String) } });
    const claim = await detail(claimId);
    expect(claim.queueName).toBe('IssuerRepresentmentUnworked');
    const [, presented] = claim.chargebackDetails;
    expect(presented).toMatchObject({
      chargebackType: 'SECOND_PRESENTMENT',
      chargebackRefNum: filed.chargebackRefNum,
      reasonCode: '2011',
      messageText: 'See papers',
      createDate: '2024-06-10',
      amount: '5.00',
    });
    const theirs = await client.get(
      `/claims/${claimId}/chargebacks/${presented.chargebackId}/documents?format=ORIGINAL`,
    );
    expect(filesIn(theirs.body)).toEqual({ 'rebuttal.pdf': '%PDF-1.4 no' });

    const list = {
      chargebackList: [
        { claimId, chargebackId: presented.chargebackId },
        { claimId, chargebackId: '1' },
      ],
    };
    expect((await client.put('/chargebacks/acknowledge', list)).body.chargebackResponseList).toMatchObject([
      { chargebackId: presented.chargebackId, status: 'SUCCESS' },
      { status: 'FAILURE' },
    ]);
    expect((await client.put('/chargebacks/acknowledge', list)).body.chargebackResponseList[0].failureReason).toContain(
      'already',
    );
    expect((await detail(claimId)).queueName).toBe('IssuerWorked');
  });

  it('is a duplicate only when more than a minute has passed', async () => {
    const claimId = await openClaim();
    const first = await fileChargeback(claimId);
    expect((await client.post(`/claims/${claimId}/chargebacks`, chargebackBody())).status).toBe(200);
    await home.pool.query(
      `update network_sandbox.claim
          set state = regexp_replace(state::text, '"filedAt":"[^"]*"', '"filedAt":"2024-01-01T00:00:00Z"')::json
        where claim_id = $1`,
      [claimId],
    );
    const late = await client.post(`/claims/${claimId}/chargebacks`, chargebackBody());
    expect(late.status).toBe(400);
    expect(detailsOf(late)['chargebackId']).toBe(first);
  });

  it('without its papers waits in PendingDocumentation; unreadable ones fail and are sent again', async () => {
    const claimId = await openClaim();
    const chargebackId = await fileChargeback(claimId, { documentIndicator: 'true' });
    const status = async () =>
      (await client.put('/chargebacks/status', { chargebackList: [{ claimId, chargebackId }] })).body
        .chargebackResponseList[0].status;
    expect(await status()).toBe('UNAVAILABLE');
    expect((await detail(claimId)).queueName).toBe('PendingDocumentation');
    const put = (file: string) =>
      client.put(`/claims/${claimId}/chargebacks/${chargebackId}`, { fileAttachment: { filename: 'a.pdf', file } });
    expect((await put('not base64!')).status).toBe(400);
    expect((await put(Buffer.from('MZ an executable').toString('base64'))).status).toBe(200);
    expect(await status()).toBe('FAILED');
    const zip = zipSync({ 'in.pdf': Buffer.from('%PDF-1.7 inside') });
    expect((await put(Buffer.from(zip).toString('base64'))).status).toBe(200);
    expect(await status()).toBe('COMPLETED');
    const sent = await client.get(`/claims/${claimId}/chargebacks/${chargebackId}/documents?format=ORIGINAL`);
    expect(filesIn(sent.body)).toEqual({ 'in.pdf': '%PDF-1.7 inside' });
    expect((await client.put(`/claims/${claimId}/chargebacks/${chargebackId}`, { memo: 'x' })).status).toBe(400);
  });

  it('is reversed once; a reversal may be rejected', async () => {
    const claimId = await openClaim();
    const chargebackId = await fileChargeback(claimId);
    const reverse = () => client.post(`/claims/${claimId}/chargebacks/${chargebackId}/reversal`);
    await control.plant('createChargebackReversal', 'REJECT');
    expect((await reverse()).status).toBe(200);
    let items = (await detail(claimId)).chargebackDetails;
    expect(items).toMatchObject([
      { reversed: false },
      { reversal: true, rejectReason: expect.stringContaining('Code1=5051') },
    ]);
    expect((await detail(claimId)).queueName).toBe('Rejects');
    expect((await reverse()).status).toBe(200);
    items = (await detail(claimId)).chargebackDetails;
    expect(items).toMatchObject([{ reversed: true }, { reversal: true }, { reversal: true, rejectReason: null }]);
    expect((await reverse()).status).toBe(400);
    expect((await control.act(claimId, { action: 'CHARGEBACK', state: 'NETWORK_REJECT_REVERSAL' })).status).toBe(409);
  });

  it('refuses the acquirer’s types, closed claims and bad forms', async () => {
    const claimId = await openClaim();
    const create = (more: object) => client.post(`/claims/${claimId}/chargebacks`, chargebackBody(more));
    expect((await create({ chargebackType: 'SECOND_PRESENTMENT', reasonCode: '2700' })).status).toBe(403);
    expect((await create({ documentIndicator: false })).status).toBe(400);
    expect((await create({ reasonCode: '9999' })).status).toBe(400);
    expect((await create({ messageText: 'no, commas' })).status).toBe(400);
    await client.put(`/claims/${claimId}`, { action: 'CLOSE' });
    expect((await create({})).status).toBe(400);
  });
});

it('load data names what a chargeback may say', async () => {
  const claimId = await openClaim();
  const answer = await client.post(`/claims/${claimId}/chargebacks/loaddataforchargebacks`, {
    chargebackType: 'CHARGEBACK',
  });
  expect(answer.body.amount).toEqual({ name: 'USD', value: '5.00' });
  expect(answer.body.reasonCodes).toContainEqual({ name: '4853', value: '4853 - Cardholder Dispute' });
});

describe('processing', () => {
  it('takes a while: PENDING without a reference number, then cleared', async () => {
    const slow = await home.start({ SANDBOX_PROCESSING_MS: '3000' });
    try {
      const slowClient = new SignedClient(slow.baseUrl);
      const { claimId } = (await slowClient.post('/claims', claimBody())).body;
      await slowClient.post(`/claims/${claimId}/chargebacks`, chargebackBody());
      const pending = (await slowClient.get(`/claims/${claimId}`)).body;
      expect(pending).toMatchObject({ queueName: 'Pending', chargebackDetails: [{ chargebackRefNum: null }] });
      const deadline = Date.now() + 15_000;
      let claim = pending;
      while (claim.queueName === 'Pending' && Date.now() < deadline)
        claim = (await slowClient.get(`/claims/${claimId}`)).body;
      expect(claim).toMatchObject({
        queueName: 'IssuerWorked',
        chargebackDetails: [{ chargebackRefNum: expect.any(String) }],
      });
    } finally {
      await slow.stop();
    }
  });
});

function filesIn(body: { fileAttachment: { file: string } }): Record<string, string> {
  const files = unzipSync(Buffer.from(body.fileAttachment.file, 'base64'));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
}
