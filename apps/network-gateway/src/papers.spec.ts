import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { GatewayStory } from './spec-kit/gateway-story.js';
import type { Issuer } from './spec-kit/issuer.js';

let story: GatewayStory;
let issuer: Issuer;

beforeAll(async () => {
  story = await GatewayStory.begin({ NETWORK_PAPERS_WITHIN_MS: '500' });
  issuer = await story.issuer('acme_sandbox');
}, 60_000);
afterAll(() => story.end(), 60_000);

it('papers that cannot be fetched are not waited for for ever: what they belong to is told without them', async () => {
  const dispute = await issuer.open();
  await story.chargeBack(dispute);
  const claimId = await story.claimOf(dispute);
  await story.home.sandbox.plant('getChargebackDoc', 'ERROR_500', 1000);
  const document = { file_name: 'file.pdf', content_base64: Buffer.from('%PDF-1.4').toString('base64') };
  await story.act(claimId, { action: 'REPRESENTMENT', state: 'CREATE', document });
  await story.act(claimId, { action: 'REPRESENTMENT', state: 'REVERSE' });
  expect((await story.fact(dispute, 'REPRESENTMENT', 'CREATE')).fact).not.toHaveProperty('document');
  await story.fact(dispute, 'REPRESENTMENT', 'REVERSE');
});
