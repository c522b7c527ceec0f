import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { GatewayStory } from './spec-kit/gateway-story.js';
import type { Issuer, IssuersDispute } from './spec-kit/issuer.js';

let story: GatewayStory;
let issuer: Issuer;

beforeAll(async () => {
  story = await GatewayStory.begin();
  issuer = await story.issuer('acme_sandbox');
}, 60_000);
afterAll(() => story.end(), 60_000);

const memo = { memo: 'The goods never came.' };

async function represented(): Promise<{ dispute: IssuersDispute; claimId: string }> {
  const dispute = await issuer.open();
  await story.chargeBack(dispute);
  const claimId = await story.claimOf(dispute);
  await story.act(claimId, { action: 'REPRESENTMENT', state: 'CREATE' });
  await story.fact(dispute, 'REPRESENTMENT', 'CREATE');
  await story.hearAll(dispute);
  return { dispute, claimId };
}

/** Makes every entry of the network's queues as old as nobody asks for. */
async function hideQueues(): Promise<void> {
  const client = new pg.Client({ connectionString: story.home.theirDatabase });
  await client.connect();
  await client.query(`update network_sandbox.queue_entry set modified_at = '2000-01-01'`);
  await client.end();
}

describe('what the queues do not show', () => {
  it('is found by the sweep of open claims, and of their cases', async () => {
    const { dispute, claimId } = await represented();
    await dispute.act('PRE_ARBITRATION', 'CREATE', memo);
    await story.confirmed(dispute, 'FILE_CASE');
    await story.pause();
    await story.act(claimId, { action: 'PRE_ARBITRATION', state: 'REBUT', memo: 'No' });
    await hideQueues();
    await story.restart({ NETWORK_SWEEP_AFTER_MS: '0' });
    await story.fact(dispute, 'PRE_ARBITRATION', 'REBUT');
  });
});

describe('a case whose answer was lost', () => {
  it('is adopted although it was closed before anybody asked', async () => {
    await story.restart({ NETWORK_TIMEOUT_MS: '3000' });
    const { dispute, claimId } = await represented();
    await story.home.sandbox.plant('createCaseFiling', 'TIMEOUT_AFTER_COMMIT');
    await dispute.act('PRE_ARBITRATION', 'CREATE', memo);
    await story.act(claimId, { action: 'PRE_ARBITRATION', state: 'ACCEPT' });
    await story.confirmed(dispute, 'FILE_CASE');
    await story.fact(dispute, 'PRE_ARBITRATION', 'ACCEPT');
  });
});

describe('an acknowledgement whose answer was lost', () => {
  it('is given again where the claim’s queue does not prove it', async () => {
    await story.restart({ NETWORK_RESEND_AFTER_MS: '1500' });
    const { dispute, claimId } = await represented();
    // A case of theirs hides in which queue the second presentment would stand.
    const violation = { violation_code: 'SEND_OI', violation_date: '2024-05-01T00:00:00Z' };
    await story.act(claimId, { action: 'PRE_COMPLIANCE', state: 'CREATE', ...memo, ...violation });
    await story.home.sandbox.plant('acknowledgeChargebacks', 'TIMEOUT_BEFORE');
    await dispute.act('REPRESENTMENT', 'ACCEPT');
    await story.confirmed(dispute, 'ACKNOWLEDGE_REPRESENTMENT');
    const started = await story.tellsOf(dispute, 'network.operation-started.v1');
    expect(started.some(({ attempt }) => attempt === 2)).toBe(true);
  });
});
