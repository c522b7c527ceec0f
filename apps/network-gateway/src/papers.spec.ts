import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DocumentStore } from '@dispute/app-kit';
import { GatewayStory } from './spec-kit/gateway-story.js';
import type { Issuer } from './spec-kit/issuer.js';

/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

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

it('what we sent ourselves is not shown as theirs, although the network took it in another form', async () => {
  const dispute = await issuer.open();
  await story.chargeBack(dispute);
  const claimId = await story.claimOf(dispute);
  await story.act(claimId, { action: 'REPRESENTMENT', state: 'CREATE' });
  await story.fact(dispute, 'REPRESENTMENT', 'CREATE');
  await story.hearAll(dispute);
  const sha256 = await new DocumentStore(story.home.documents).put('acme_sandbox', dispute.id, PNG);
  const ours = { file_name: 'ours.png', media_type: 'image/png', size_bytes: PNG.length, sha256 };
  await dispute.tell({ type: 'AddDocument', document: ours });
  const [stored] = (await dispute.state()).documents;
  await dispute.act('PRE_ARBITRATION', 'CREATE', { memo: 'x', supporting_doc_id: stored?.id ?? '' });
  await story.confirmed(dispute, 'FILE_CASE');
  const document = { file_name: 'theirs.pdf', content_base64: Buffer.from('%PDF-1.4 no').toString('base64') };
  await story.act(claimId, { action: 'PRE_ARBITRATION', state: 'REBUT', memo: 'No', document });
  const { fact } = await story.fact(dispute, 'PRE_ARBITRATION', 'REBUT');
  expect(fact.document).toMatchObject({ file_name: 'theirs.pdf', media_type: 'application/pdf' });
});
