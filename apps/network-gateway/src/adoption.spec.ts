import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayStory } from './spec-kit/gateway-story.js';
import type { Issuer } from './spec-kit/issuer.js';

let story: GatewayStory;
let issuer: Issuer;

beforeAll(async () => {
  story = await GatewayStory.begin();
  issuer = await story.issuer('acme_sandbox');
}, 60_000);
afterAll(() => story.end(), 60_000);

const transaction = (name: string) => ({ transaction_id: name, clearing_transaction_id: `clearing of ${name}` });

describe('a chargeback whose answer was lost', () => {
  it('is adopted although polling has told its rejection before', async () => {
    const dispute = await issuer.open();
    const claimId = await story.claimOf(dispute);
    await story.home.sandbox.plant('createChargeback', 'TIMEOUT_AFTER_COMMIT');
    await dispute.act('CHARGEBACK', 'CREATE');
    await story.act(claimId, { action: 'CHARGEBACK', state: 'NETWORK_REJECT', message: '2570' });
    await story.fact(dispute, 'CHARGEBACK', 'NETWORK_REJECT');
    await story.firstOf(dispute, 'network.operation-refused.v1');
    await story.hearAll(dispute);
    expect((await dispute.state()).lifecycleState).toBe('NETWORK_REJECTED_CHARGEBACK');
    // The next one is another item, although it looks the same.
    await dispute.act('CHARGEBACK', 'CREATE');
    await story.confirmed(dispute, 'FILE_CHARGEBACK');
  });

  it('keeps its own second presentment where another dispute shares the claim', async () => {
    const shared = transaction('shared');
    const [first, second] = [await issuer.open(shared, 200), await issuer.open(shared, 100)];
    await story.chargeBack(first);
    const claimId = await story.claimOf(second);
    expect(claimId).toBe(await story.claimOf(first));
    await story.act(claimId, { action: 'REPRESENTMENT', state: 'CREATE' });
    await story.fact(first, 'REPRESENTMENT', 'CREATE');

    await story.home.sandbox.plant('createChargeback', 'TIMEOUT_AFTER_COMMIT');
    await second.act('CHARGEBACK', 'CREATE');
    await story.act(claimId, { action: 'REPRESENTMENT', state: 'CREATE' });
    await story.fact(second, 'REPRESENTMENT', 'CREATE');
    expect((await story.tellsOf(first, 'network.fact-observed.v1')).map(({ fact }) => fact.action)).toEqual([
      'REPRESENTMENT',
    ]);
  });
});

describe('a reversal whose answer was lost', () => {
  it('is not taken for an earlier one that was rejected', async () => {
    await story.restart({ NETWORK_RESEND_AFTER_MS: '1500' });
    const dispute = await issuer.open();
    await story.chargeBack(dispute);
    await story.home.sandbox.plant('createChargebackReversal', 'REJECT');
    await dispute.act('CHARGEBACK', 'REVERSE');
    await story.firstOf(dispute, 'network.operation-refused.v1');
    await story.hearAll(dispute);
    await story.home.sandbox.plant('createChargebackReversal', 'TIMEOUT_BEFORE');
    await dispute.act('CHARGEBACK', 'REVERSE');
    await story.confirmed(dispute, 'REVERSE_CHARGEBACK');
    expect(await story.tellsOf(dispute, 'network.operation-refused.v1')).toHaveLength(1);
  });
});

describe('one clearing id for several transactions', () => {
  it('gives the claim to one of them, whoever asks at the same time', async () => {
    const tenants = await Promise.all(['one', 'two', 'three'].map((name) => story.issuer(`${name}_sandbox`)));
    const named = { clearing_transaction_id: 'a slip of the feed' };
    const disputes = await Promise.all(tenants.map((tenant) => tenant.open(named)));
    const claims = await Promise.all(disputes.map((dispute) => story.claimOf(dispute)));
    expect(new Set(claims).size).toBe(3);
  });
});

describe('what belongs to no dispute', () => {
  it('is listed for ops', async () => {
    await story.home.pool.query(
      `insert into network_gateway.unmatched (key, claim_id, reason, announced)
       values ('claim/200009999999', '200009999999', 'UNKNOWN_CLAIM', true)`,
    );
    const answer = await fetch(`${await story.url}/internal/unmatched`, {
      headers: { authorization: 'Bearer internal-token-of-the-specs' },
    });
    expect(await answer.json()).toMatchObject({
      unmatched_claims: [{ claim_id: '200009999999', reason: 'UNKNOWN_CLAIM' }],
    });
  });
});
