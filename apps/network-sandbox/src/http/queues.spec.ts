import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createSandboxHome, type RunningSandbox, type SandboxHome } from '../spec-kit/sandbox-under-test.js';
import { SignedClient } from '../spec-kit/signed-client.js';

let home: SandboxHome;
let sandbox: RunningSandbox;
let client: SignedClient;
const opened: string[] = [];

beforeAll(async () => {
  home = await createSandboxHome();
  sandbox = await home.start({ SANDBOX_QUEUE_PAGE_SIZE: '3' });
  // The queues' dates are real, whatever the network's date is.
  client = new SignedClient(sandbox.baseUrl, '2024-05-28T12:00:00Z');
  for (let n = 0; n < 8; n++) {
    const body = {
      disputedAmount: '5.00',
      disputedCurrency: 'USD',
      claimType: 'Standard',
      clearingTransactionId: `c${n}`,
    };
    opened.push((await client.post('/claims', body)).body.claimId);
  }
});
afterAll(async () => {
  await sandbox.stop();
  await home.drop();
});

const minute = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const around = () => ({
  lastModifiedDateFrom: minute(Date.now() - 120_000),
  lastModifiedDateTo: minute(Date.now() + 60_000),
});
const page = (more: object) => client.post('/queues', { queueName: 'IssuerWorked', ...around(), ...more });

it('names are what claims stand in', async () => {
  const names = (await client.get('/queues/names')).body.map(({ queueName }: { queueName: string }) => queueName);
  expect(names).toEqual(
    expect.arrayContaining(['Pending', 'Rejects', 'IssuerWorked', 'IssuerRepresentmentUnworked', 'Closed']),
  );
});

it('pages hold each claim once, newest change first', async () => {
  const pages = await Promise.all(['1', '2', '3', '4'].map((pageNb) => page({ pageNb })));
  expect(pages.map(({ body }) => body.pageCount)).toEqual(['3', '3', '3', '3']);
  expect(pages.map(({ body }) => body.claimList.length)).toEqual([3, 3, 2, 0]);
  const seen = pages.flatMap(({ body }) => body.claimList.map(({ claimId }: { claimId: string }) => claimId));
  expect(seen.toSorted()).toEqual(opened.toSorted());
  expect(seen[0]).toBe(opened.at(-1));
  expect(pages[0]?.body.claimList[0]).toMatchObject({
    isOpen: true,
    isIssuer: true,
    claimValue: '5.00 USD',
    createDate: '2024-05-28',
    queueName: 'IssuerWorked',
    lastModifiedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
  });
});

it('a change moves a claim to the front, and to the queue where it belongs', async () => {
  const claimId = opened[0];
  await client.put(`/claims/${claimId}`, { action: 'CLOSE' });
  const closed = await client.get('/queues?queue-name=Closed');
  expect(closed.body.map((claim: { claimId: string }) => claim.claimId)).toEqual([claimId]);
  expect((await page({})).body.pageCount).toBe('3');
  await client.put(`/claims/${claimId}`, { action: 'REOPEN' });
  expect((await page({})).body.claimList[0].claimId).toBe(claimId);
});

it('a window shows only its own changes; without one everything', async () => {
  const old = { lastModifiedDateFrom: '2024-05-28T00:00', lastModifiedDateTo: '2024-05-29T00:00' };
  expect((await page(old)).body).toEqual({ pageCount: '1', claimList: [] });
  const all = await client.post('/queues', { queueName: 'IssuerWorked' });
  expect(all.body.claimList).toHaveLength(3);
  expect(all.body.pageCount).toBe('2');
});

it('malformed questions are refused', async () => {
  const faulty = [
    { queueName: 'Nowhere' },
    { queueName: 'Closed', lastModifiedDateFrom: '2024-05-28T00:00' },
    { queueName: 'Closed', lastModifiedDateFrom: '2024-05-28', lastModifiedDateTo: '2024-05-29' },
    { queueName: 'Closed', lastModifiedDateFrom: '2024-05-28T25:00', lastModifiedDateTo: '2024-05-29T00:00' },
    { queueName: 'Closed', lastModifiedDateFrom: '2024-05-29T00:00', lastModifiedDateTo: '2024-05-28T00:00' },
    { queueName: 'Closed', pageNb: '0' },
    { queueName: 'Closed', pageNb: 1 },
  ];
  for (const body of faulty) expect((await client.post('/queues', body)).status).toBe(400);
  expect((await client.get('/queues?queue-name=Nowhere')).status).toBe(400);
});
