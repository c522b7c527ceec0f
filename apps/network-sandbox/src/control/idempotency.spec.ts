import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSandboxHome, type RunningSandbox, type SandboxHome } from '../spec-kit/sandbox-under-test.js';
import { ControlClient, SignedClient } from '../spec-kit/signed-client.js';

let home: SandboxHome;
let sandbox: RunningSandbox;
let client: SignedClient;
let control: ControlClient;
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

async function claimWithChargeback(clearingTransactionId: string): Promise<string> {
  const amounts = { disputedAmount: '5.00', disputedCurrency: 'USD' };
  const claim = { ...amounts, claimType: 'Standard', clearingTransactionId };
  const { claimId } = (await client.post('/claims', claim)).body as { claimId: string };
  const chargeback = { chargebackType: 'CHARGEBACK', amount: '5.00', currency: 'USD' };
  await client.post(`/claims/${claimId}/chargebacks`, {
    ...chargeback,
    reasonCode: '4853',
    documentIndicator: 'false',
  });
  return claimId;
}

const REPRESENT = { action: 'REPRESENTMENT', state: 'CREATE', network_date: '2024-06-01' };

describe('an Idempotency-Key', () => {
  it('lets the acquirer act once, also in parallel, and gives the same answer', async () => {
    const claimId = await claimWithChargeback('t1');
    const [first, ...more] = await Promise.all([1, 2, 3].map(() => control.act(claimId, REPRESENT, 'k1')));
    expect(first?.status).toBe(202);
    for (const again of more) expect(again).toEqual(first);
    expect((await control.act(claimId, REPRESENT)).status).toBe(409);
    const other = await control.act(claimId, { ...REPRESENT, message: 'NEW' }, 'k1');
    expect([other.status, (other.body as { code: string }).code]).toEqual([422, 'IDEMPOTENCY_INVALID_REUSE']);
  });

  it('of an act that was refused is free again', async () => {
    const claimId = await claimWithChargeback('t2');
    const takeBack = { action: 'REPRESENTMENT', state: 'REVERSE' };
    expect((await control.act(claimId, takeBack, 'k2')).status).toBe(409);
    expect((await control.act(claimId, REPRESENT)).status).toBe(202);
    expect((await control.act(claimId, takeBack, 'k2')).status).toBe(202);
  });

  it('plants a fault once', async () => {
    const fault = { operation: 'createChargeback', fault: 'REJECT', times: 2 };
    for (let n = 0; n < 2; n++)
      expect(await control.post('/sandbox/faults', fault, 'k3')).toMatchObject({ status: 202 });
    expect((await home.pool.query('select from network_sandbox.fault')).rowCount).toBe(2);
  });
});
