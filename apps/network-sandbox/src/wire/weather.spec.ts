import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createSandboxHome, type RunningSandbox, type SandboxHome } from '../spec-kit/sandbox-under-test.js';
import { type Answer, ControlClient, detailsOf, SignedClient } from '../spec-kit/signed-client.js';

let home: SandboxHome;
let sandbox: RunningSandbox;
let client: SignedClient;
let control: ControlClient;

beforeAll(async () => {
  home = await createSandboxHome();
  sandbox = await home.start();
  client = new SignedClient(sandbox.baseUrl);
  control = new ControlClient(sandbox.baseUrl);
});
afterAll(async () => {
  await sandbox.stop();
  await home.drop();
});

const claimBody = (clearingTransactionId: string) => ({
  disputedAmount: '5.00',
  disputedCurrency: 'USD',
  claimType: 'Standard',
  clearingTransactionId,
});
const open = (transaction: string, signal?: AbortSignal): Promise<Answer> =>
  client.send('POST', '/claims', claimBody(transaction), signal ? { signal } : {});
const silent = (transaction: string) =>
  expect(open(transaction, AbortSignal.timeout(2000))).rejects.toThrow(/timeout|aborted/i);

it('ERROR_500 and RATE_LIMIT meet exactly as many calls as planted, also at once', async () => {
  await control.plant('createClaim', 'ERROR_500', 2);
  await control.plant('createClaim', 'RATE_LIMIT', 1);
  const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => open(`many-${n}`)));
  const statuses = answers.map(({ status }) => status).toSorted();
  expect(statuses).toEqual([200, 200, 200, 429, 500, 500]);
  expect(answers.find(({ status }) => status === 429)?.body.Errors[0].ReasonCode).toBe('TOO_MANY_REQUESTS');
  expect((await client.get('/queues/names')).status).toBe(200);
});

it('TIMEOUT_BEFORE never answers and does nothing', async () => {
  await control.plant('createClaim', 'TIMEOUT_BEFORE');
  await silent('before');
  expect((await open('before')).status).toBe(200);
});

it('TIMEOUT_AFTER_COMMIT never answers, but has done it', async () => {
  await control.plant('createClaim', 'TIMEOUT_AFTER_COMMIT');
  await silent('after');
  const second = await open('after');
  expect(second.status).toBe(400);
  expect(detailsOf(second)['claimId']).toMatch(/^2\d{11}$/);
});

it('REJECT refuses a claim at once and a chargeback in clearing', async () => {
  await control.plant('Update Claim', 'REJECT');
  await control.plant('createChargeback', 'REJECT');
  const { claimId } = (await open('rejected')).body;
  expect((await client.put(`/claims/${claimId}`, { action: 'CLOSE' })).status).toBe(400);
  const body = {
    chargebackType: 'CHARGEBACK',
    amount: '5.00',
    currency: 'USD',
    reasonCode: '4853',
    documentIndicator: 'false',
  };
  expect((await client.post(`/claims/${claimId}/chargebacks`, body)).status).toBe(200);
  const claim = (await client.get(`/claims/${claimId}`)).body;
  expect(claim).toMatchObject({
    queueName: 'Rejects',
    chargebackDetails: [{ rejectReason: expect.stringContaining('Code1=') }],
  });
});

it('a planted fault does not meet callers without a valid signature', async () => {
  await control.plant('getQueues', 'ERROR_500');
  const unsigned = await client.raw('GET', `${sandbox.baseUrl}/mastercom/v6/queues/names`, { payload: null });
  expect(unsigned.status).toBe(403);
  expect((await client.get('/queues/names')).status).toBe(500);
});

it('a stop ends open silences', async () => {
  const other = await home.start();
  const otherClient = new SignedClient(other.baseUrl);
  await control.plant('getQueues', 'TIMEOUT_BEFORE');
  const hanging = otherClient.get('/queues/names').then(
    () => 'answered',
    () => 'broken',
  );
  await faultTaken();
  await other.stop();
  expect(await hanging).toBe('broken');
});

async function faultTaken(): Promise<void> {
  for (;;) {
    const { rowCount } = await home.pool.query('select 1 from network_sandbox.fault');
    if (rowCount === 0) return;
  }
}
