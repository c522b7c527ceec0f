import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSandboxHome, type RunningSandbox, type SandboxHome } from '../spec-kit/sandbox-under-test.js';
import { ControlClient, SignedClient } from '../spec-kit/signed-client.js';

const DISPUTE = '018fbf5e-0000-7000-8000-000000000001';
const STRANGER = '018fbf5e-0000-7000-8000-000000000002';
let home: SandboxHome;
let sandbox: RunningSandbox;
let client: SignedClient;
let control: ControlClient;
let gateway: Server;
let claimOfDispute = '';

beforeAll(async () => {
  home = await createSandboxHome();
  gateway = createServer((request, response) => {
    const known =
      request.url === `/internal/claims?dispute_id=${DISPUTE}` &&
      request.headers.authorization?.startsWith('Bearer internal');
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ? { claim_id: claimOfDispute } : {}));
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  sandbox = await home.start({ GATEWAY_URL: `http://127.0.0.1:${port}` });
  client = new SignedClient(sandbox.baseUrl, '2024-05-28T12:00:00Z');
  control = new ControlClient(sandbox.baseUrl);
});
afterAll(async () => {
  await sandbox.stop();
  gateway.close();
  await home.drop();
});

let transactions = 0;
async function claimWithChargeback(): Promise<{ claimId: string; chargebackId: string; ref: string }> {
  const claim = {
    disputedAmount: '5.00',
    disputedCurrency: 'USD',
    claimType: 'Standard',
    clearingTransactionId: `t${++transactions}`,
  };
  const { claimId } = (await client.post('/claims', claim)).body;
  const { chargebackId, ref } = await anotherChargeback(claimId, '5.00');
  return { claimId, chargebackId, ref };
}
async function anotherChargeback(claimId: string, amount: string): Promise<{ chargebackId: string; ref: string }> {
  const body = {
    chargebackType: 'CHARGEBACK',
    amount,
    currency: 'USD',
    reasonCode: '4853',
    documentIndicator: 'false',
  };
  const { chargebackId } = (await client.post(`/claims/${claimId}/chargebacks`, body)).body;
  const items = (await client.get(`/claims/${claimId}`)).body.chargebackDetails;
  return { chargebackId, ref: items.at(-1).chargebackRefNum };
}
async function representedClaim() {
  const claim = await claimWithChargeback();
  await control.act(claim.claimId, { action: 'REPRESENTMENT', state: 'CREATE' });
  return claim;
}
async function statusOf(claimId: string, action: string, state: string, more: object = {}): Promise<number> {
  return (await control.act(claimId, { action, state, ...more })).status;
}
const caseBody = (caseType: string, more: object) => ({
  caseType,
  disputeAmount: '5.00',
  currencyCode: 'USD',
  filedAgainstIca: '002222',
  filingIca: '001111',
  filingAs: 'I',
  memo: 'We disagree',
  ...more,
});
const historyOf = async (claimId: string) => {
  const { caseFilingDetails } = (await client.get(`/claims/${claimId}`)).body;
  return {
    ...caseFilingDetails.caseFilingDetails,
    status: caseFilingDetails.caseFilingStatus,
    actions: caseFilingDetails.caseFilingRespHistory.map((each: { action: string }) => each.action),
  };
};

describe('the acquirer', () => {
  it('presents again once, and takes it back', async () => {
    const { claimId } = await claimWithChargeback();
    expect(await statusOf(claimId, 'REPRESENTMENT', 'REVERSE')).toBe(409);
    expect(await statusOf(claimId, 'REPRESENTMENT', 'CREATE')).toBe(202);
    expect(await statusOf(claimId, 'REPRESENTMENT', 'CREATE')).toBe(409);
    expect(await statusOf(claimId, 'CHARGEBACK', 'ACCEPT')).toBe(409);
    expect(await statusOf(claimId, 'CHARGEBACK', 'NETWORK_REJECT')).toBe(409);
    expect(await statusOf(claimId, 'REPRESENTMENT', 'REVERSE')).toBe(202);
    const items = (await client.get(`/claims/${claimId}`)).body.chargebackDetails;
    expect(items).toMatchObject([
      { chargebackType: 'CHARGEBACK', reversed: false },
      { chargebackType: 'SECOND_PRESENTMENT', reversed: true, reversal: false },
      { chargebackType: 'SECOND_PRESENTMENT', reversed: false, reversal: true },
    ]);
    expect(await statusOf(claimId, 'REPRESENTMENT', 'REVERSE')).toBe(409);
  });

  it('of several chargebacks answers the one that is named', async () => {
    const { claimId } = await claimWithChargeback();
    const { chargebackId, ref } = await anotherChargeback(claimId, '2.00');
    const unnamed = await control.act(claimId, { action: 'REPRESENTMENT', state: 'CREATE' });
    expect(unnamed).toMatchObject({ status: 400, body: { errors: [{ pointer: '/chargeback_id' }] } });
    expect(await statusOf(claimId, 'REPRESENTMENT', 'CREATE', { chargeback_id: '1' })).toBe(400);
    expect(await statusOf(claimId, 'REPRESENTMENT', 'REVERSE', { chargeback_id: chargebackId })).toBe(409);
    expect(await statusOf(claimId, 'REPRESENTMENT', 'CREATE', { chargeback_id: chargebackId })).toBe(202);
    const items = (await client.get(`/claims/${claimId}`)).body.chargebackDetails;
    expect(items.at(-1)).toMatchObject({ chargebackType: 'SECOND_PRESENTMENT', chargebackRefNum: ref, amount: '2.00' });
    expect(await statusOf(claimId, 'REPRESENTMENT', 'REVERSE', { chargeback_id: chargebackId })).toBe(202);
    // The one that stands is meant, not the one that was taken back.
    expect(await statusOf(claimId, 'REPRESENTMENT', 'CREATE', { chargeback_id: chargebackId })).toBe(202);
    expect(await statusOf(claimId, 'REPRESENTMENT', 'REVERSE', { chargeback_id: chargebackId })).toBe(202);
  });

  it('accepts by moving the funds', async () => {
    const { claimId, ref } = await claimWithChargeback();
    expect(await statusOf(claimId, 'CHARGEBACK', 'ACCEPT', { network_date: '2024-06-01' })).toBe(202);
    expect((await client.get(`/claims/${claimId}`)).body.retrievalDetailsList).toMatchObject([
      {
        acquirerResponseCd: 'A',
        acquirerResponseDt: '2024-06-01',
        chargebackRefNum: ref,
        requestId: expect.any(String),
      },
    ]);
    expect(await statusOf(claimId, 'REPRESENTMENT', 'CREATE')).toBe(409);
  });

  it('files, escalates and loses a compliance case of its own', async () => {
    const { claimId } = await claimWithChargeback();
    const act = (action: string, state: string, more: object = {}) => statusOf(claimId, action, state, more);
    const missing = await control.act(claimId, { action: 'PRE_COMPLIANCE', state: 'CREATE', memo: 'm' });
    expect(missing).toMatchObject({ status: 400, body: { errors: [{ pointer: '/violation_code' }] } });
    const filing = { memo: 'You were wrong', violation_code: 'ALL_OTHER', violation_date: '2024-05-01T00:00:00Z' };
    expect(await act('PRE_COMPLIANCE', 'CREATE', filing)).toBe(202);
    expect(await act('PRE_COMPLIANCE', 'CREATE', filing)).toBe(409);
    expect(await act('PRE_COMPLIANCE', 'REBUT')).toBe(409);
    const { caseId, ...filed } = await historyOf(claimId);
    expect(filed).toMatchObject({
      caseType: '3',
      filingAs: 'A',
      violationCode: 'All Other',
      violationDate: '2024-05-01',
      actions: ['CREATECASE'],
    });
    expect((await client.get(`/claims/${claimId}`)).body.queueName).toBe('ReceiverCaseFiling');
    expect((await client.put(`/cases/${caseId}`, { action: 'REJECT', memo: 'No' })).status).toBe(200);
    expect((await client.put(`/cases/${caseId}`, { action: 'ESCALATE' })).status).toBe(400);
    expect(await act('COMPLIANCE', 'CREATE')).toBe(202);
    expect(
      (await client.put(`/cases/${caseId}`, { action: 'REBUT', rebuttedAs: 'REC', memo: 'Still no' })).status,
    ).toBe(200);
    expect(await act('COMPLIANCE', 'WON', { network_date: '2024-07-01' })).toBe(202);
    expect(await historyOf(claimId)).toMatchObject({
      caseId,
      caseType: '4',
      status: 'Closed',
      rulingStatus: 'Favor Receiver',
      rulingDate: '2024-07-01',
      actions: ['FAVORRECEIVER', 'REBUT', 'ESCALATE', 'REJECT', 'CREATECASE'],
    });
  });
});

describe('a case of the issuer', () => {
  it('goes from pre-arbitration over a rebuttal to a ruling', async () => {
    const { claimId, ref } = await representedClaim();
    const body = caseBody('1', { chargebackRefNum: [ref], chargebackReasonCode: '4853', merchantName: 'Amazon' });
    expect((await client.post('/cases', { ...body, merchantName: undefined })).status).toBe(400);
    const { caseId } = (await client.post('/cases', body)).body;
    expect(caseId).toMatch(/^\d{6}$/);
    const lines = await client.put('/cases/retrieve/claims', { caseFilingList: [{ caseId, isIssuer: true }] });
    const [{ claimId: caseClaim }] = lines.body.caseFilingResponseList;
    expect((await client.get(`/claims/${caseClaim}`)).body).toMatchObject({
      claimType: 'CaseFiling',
      standardClaims: claimId,
    });
    const sender = await client.get('/queues?queue-name=SenderCaseFiling');
    expect(sender.body.map((claim: { claimId: string }) => claim.claimId)).toEqual(
      expect.arrayContaining([claimId, caseClaim]),
    );
    expect((await client.put(`/cases/${caseId}`, { action: 'ESCALATE' })).status).toBe(400);
    expect(await statusOf(claimId, 'ARBITRATION', 'LOST')).toBe(409);
    const document = { file_name: 'a.pdf', content_base64: Buffer.from('%PDF-1').toString('base64') };
    expect(
      await statusOf(claimId, 'PRE_ARBITRATION', 'REBUT', { memo: 'No', network_date: '2024-06-20', document }),
    ).toBe(202);
    expect(await statusOf(claimId, 'PRE_ARBITRATION', 'ACCEPT')).toBe(409);
    const status = await client.put('/cases/status', { caseFilingList: [{ caseId }, { caseId: '1' }] });
    expect(status.body.caseFilingResponseList).toEqual([
      { caseId, status: 'COMPLETED_REC_6/20/2024 12:00:00 AM' },
      { caseId: '1', status: 'UNAVAILABLE' },
    ]);
    expect((await client.put(`/cases/${caseId}`, { action: 'ESCALATE' })).body).toEqual({ caseId });
    expect(await statusOf(claimId, 'ARBITRATION', 'REBUT', { memo: 'No again' })).toBe(202);
    expect(await statusOf(claimId, 'ARBITRATION', 'LOST')).toBe(202);
    expect(await historyOf(claimId)).toMatchObject({
      caseType: '2',
      rulingStatus: 'Favor Receiver',
      status: 'Closed',
      actions: ['FAVORRECEIVER', 'REBUT', 'ESCALATE', 'REJECT', 'CREATECASE'],
    });
    expect((await client.get(`/cases/${caseId}/documents?format=ORIGINAL`)).body.fileAttachment.filename).toMatch(
      /\.zip$/,
    );
  });

  it('needs a second presentment that stands', async () => {
    const { ref } = await claimWithChargeback();
    const body = caseBody('1', { chargebackRefNum: [ref], chargebackReasonCode: '4853', merchantName: 'Amazon' });
    expect((await client.post('/cases', body)).status).toBe(400);
    expect((await client.post('/cases', { ...body, chargebackRefNum: ['1'] })).status).toBe(400);
  });

  it('of compliance without a chargeback names its claim by the filing number, and can be withdrawn', async () => {
    const { claimId } = await claimWithChargeback();
    const body = caseBody('3', { violationCode: 'MATCH', violationDate: '2024-05-01' });
    expect((await client.post('/cases', body)).status).toBe(400);
    const { caseId } = (await client.post('/cases', { ...body, customerFilingNumber: claimId })).body;
    expect(await statusOf(claimId, 'PRE_COMPLIANCE', 'REBUT', { memo: 'No' })).toBe(202);
    expect(await statusOf(claimId, 'PRE_COMPLIANCE', 'REVERSE')).toBe(409);
    expect((await client.put(`/cases/${caseId}`, { action: 'WITHDRAW' })).status).toBe(200);
    expect(await historyOf(claimId)).toMatchObject({
      status: 'Withdrawn',
      actions: ['WITHDRAW', 'REJECT', 'CREATECASE'],
    });
    expect(await statusOf(claimId, 'PRE_COMPLIANCE', 'ACCEPT')).toBe(409);
  });
});

describe('the network', () => {
  it('rejects a chargeback; the claim goes to Rejects until it is filed again', async () => {
    const { claimId } = await claimWithChargeback();
    expect(await statusOf(claimId, 'CHARGEBACK', 'NETWORK_REJECT', { message: '5000' })).toBe(202);
    const rejected = (await client.get(`/claims/${claimId}`)).body;
    expect(rejected).toMatchObject({
      queueName: 'Rejects',
      chargebackDetails: [{ rejectReason: expect.stringMatching(/^Code1=5000\(00\):/) }],
    });
    expect(await statusOf(claimId, 'CHARGEBACK', 'NETWORK_REJECT')).toBe(409);
    await anotherChargeback(claimId, '5.00');
    expect((await client.get(`/claims/${claimId}`)).body.queueName).toBe('IssuerWorked');
  });

  it('runs on from the last date that it was told', async () => {
    const { claimId } = await claimWithChargeback();
    await client.at('2024-06-20T10:00:00Z').get(`/claims/${claimId}`);
    expect(await statusOf(claimId, 'REPRESENTMENT', 'CREATE')).toBe(202);
    const items = (await client.get(`/claims/${claimId}`)).body.chargebackDetails;
    expect(items.map((item: { createDate: string }) => item.createDate)).toEqual(['2024-05-28', '2024-06-20']);
  });
});

describe('the control API', () => {
  it('finds the claim of a dispute through the gateway', async () => {
    claimOfDispute = (await claimWithChargeback()).claimId;
    const body = { action: 'REPRESENTMENT', state: 'CREATE' };
    expect((await control.post(`/sandbox/disputes/${DISPUTE}/actions`, body)).status).toBe(202);
    expect((await control.post(`/sandbox/disputes/${STRANGER}/actions`, body)).status).toBe(404);
  });

  it.each([
    ['/message', { message: 'PAN 4111111111111111' }],
    ['/memo', { memo: 'card 4111111111111111' }],
    ['/document/file_name', { document: { file_name: '4111111111111111.pdf', content_base64: 'JVBERi0=' } }],
  ])('takes no card number in %s', async (pointer, text) => {
    const { claimId } = await claimWithChargeback();
    const answer = await control.act(claimId, { action: 'REPRESENTMENT', state: 'CREATE', ...text });
    expect(answer).toMatchObject({ status: 400, body: { code: 'CARD_NUMBER_REFUSED', errors: [{ pointer }] } });
  });

  it('says what is wrong with a request', async () => {
    const { claimId } = await claimWithChargeback();
    const faulty: readonly (readonly [object, string])[] = [
      [{ action: 'REPRESENTMENT' }, '/state'],
      [{ action: 'SURRENDER', state: 'CREATE' }, '/action'],
      [{ action: 'CHARGEBACK', state: 'CREATE' }, '/state'],
      [{ action: 'REPRESENTMENT', state: 'CREATE', network_date: '2024-02-30' }, '/network_date'],
      [{ action: 'REPRESENTMENT', state: 'CREATE', extra: 1 }, '/extra'],
      [
        { action: 'REPRESENTMENT', state: 'CREATE', document: { file_name: 'a', content_base64: '???' } },
        '/document/content_base64',
      ],
    ];
    for (const [body, pointer] of faulty) {
      const answer = await control.act(claimId, body);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    }
    expect(await statusOfRaw('{"action"', 'application/json')).toBe(400);
    expect(await statusOfRaw('action=CHARGEBACK', 'application/x-www-form-urlencoded')).toBe(415);
    expect(await statusOf('200000099999', 'REPRESENTMENT', 'CREATE')).toBe(404);
    expect((await control.plant('noSuchOperation', 'REJECT')).status).toBe(400);
    expect((await control.plant('createClaim', 'REJECT', 0)).status).toBe(400);
  });
});

async function statusOfRaw(body: string, type: string): Promise<number> {
  const url = `${sandbox.baseUrl}/sandbox/claims/200000000001/actions`;
  return (await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })).status;
}
