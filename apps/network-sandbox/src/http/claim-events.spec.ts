import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createSandboxHome, type RunningSandbox, type SandboxHome } from '../spec-kit/sandbox-under-test.js';
import { SignedClient } from '../spec-kit/signed-client.js';

let home: SandboxHome;
let sandbox: RunningSandbox;
let client: SignedClient;
let claimId: string;

beforeAll(async () => {
  home = await createSandboxHome();
  sandbox = await home.start();
  client = new SignedClient(sandbox.baseUrl, '2024-05-28T12:00:00Z');
  const body = {
    disputedAmount: '5.00',
    disputedCurrency: 'USD',
    claimType: 'Standard',
    clearingTransactionId: 'c',
  };
  claimId = (await client.post('/claims', body)).body.claimId;
});
afterAll(async () => {
  await sandbox.stop();
  await home.drop();
});

const fee = {
  feeAmount: '7.50',
  currency: 'USD',
  feeDate: '2024-05-28',
  destinationMember: '002222',
  reason: '7604',
  creditSender: false,
  creditReceiver: true,
};

it('a fee is signed as its sender sees it, and can be replied to', async () => {
  const { feeId } = (await client.post(`/claims/${claimId}/fee`, fee)).body;
  const reply = { ...fee, creditSender: true, creditReceiver: false, feeType: 'REPLY', replyFeeId: feeId };
  expect((await client.post(`/claims/${claimId}/fee`, reply)).status).toBe(200);
  expect((await client.get(`/claims/${claimId}`)).body.feeDetails).toMatchObject([
    { feeId, feeAmount: '-7.50' },
    { feeAmount: '7.50' },
  ]);
  expect((await client.post(`/claims/${claimId}/fee`, { ...reply, replyFeeId: '1' })).status).toBe(400);
  expect((await client.post(`/claims/${claimId}/fee`, { ...fee, creditSender: true })).status).toBe(400);
});

it('fraud and healthcare papers are reported and asked for', async () => {
  const fraud = {
    reportDate: '2024-05-28',
    fraudType: '06',
    subType: 'N',
    cvcInvalidIndicator: 'M',
    chgbkIndicator: '1',
  };
  expect((await client.post(`/claims/${claimId}/fraud/mastercard`, fraud)).body.fraudId).toMatch(/^3\d{11}$/);
  const retrieval = {
    retrievalRequestReason: '6343',
    docNeeded: '2',
    instructionsForHealthcare: 'Please send all of them',
  };
  const { requestId } = (await client.post(`/claims/${claimId}/retrievalrequests`, retrieval)).body;
  expect((await client.get(`/claims/${claimId}`)).body.retrievalDetailsList).toMatchObject([
    { requestId, acquirerResponseCd: null },
  ]);
  const fulfilment = await client.post(`/claims/${claimId}/retrievalrequests/${requestId}/fulfillments`, {
    acquirerResponseCd: 'A',
  });
  expect(fulfilment.status).toBe(403);
});

it('a reconciliation report lists what was cleared', async () => {
  const chargeback = {
    chargebackType: 'CHARGEBACK',
    amount: '5.00',
    currency: 'USD',
    reasonCode: '4853',
    documentIndicator: 'false',
  };
  const { chargebackId } = (await client.post(`/claims/${claimId}/chargebacks`, chargeback)).body;
  const request = await client.post('/reconreport/data/request', { startDate: '2024-05-01', endDate: '2024-05-31' });
  const report = await client.post(`/reconreport/data/retrieval/${request.body.reportIdentifier}`);
  expect(report.body.status).toBe('Available');
  expect(Buffer.from(report.body.data, 'base64').toString()).toContain(`${claimId},${chargebackId},CHARGEBACK`);
  expect((await client.post('/reconreport/data/retrieval/unknown')).body.status).toBe('Unavailable');
});

it('the health check answers', async () => {
  expect((await client.get('/healthcheck')).body).toEqual({ status: 'true' });
});
