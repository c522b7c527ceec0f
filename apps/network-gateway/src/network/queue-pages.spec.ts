import { describe, expect, it } from '@jest/globals';
import type { Instant } from '@dispute/kernel';
import type { WireRequest } from '@dispute/networks';
import { viewOf } from '../claims/claim-view.js';
import { CaseFinder } from './case-finder.js';
import type { MastercomClient, NetworkAnswer } from './mastercom-client.js';
import { readQueue } from './queue-pages.js';

const answer = (outcome: NetworkAnswer['outcome'], body: unknown = undefined): NetworkAnswer => ({
  outcome,
  status: outcome === 'done' ? 200 : 500,
  body,
  faults: [],
  words: outcome,
});
/** A network that answers one request after the other. */
const networkOf = (answers: (request: WireRequest) => NetworkAnswer) =>
  ({ send: (request: WireRequest) => Promise.resolve(answers(request)) }) as unknown as MastercomClient;

describe('a queue of several pages', () => {
  it('is read whole although an entry leaves it between two pages', async () => {
    let queue = ['1', '2', '3', '4'];
    const network = networkOf(({ body }) => {
      const from = (Number((body as { pageNb: string }).pageNb) - 1) * 2;
      const page = queue.slice(from, from + 2);
      queue = queue.filter((claimId) => claimId !== '1');
      return answer('done', { pageCount: '2', claimList: page.map((claimId) => ({ claimId })) });
    });
    const entries = await readQueue(network, { queueName: 'IssuerWorked', window: undefined });
    expect(entries?.map(({ claimId }) => claimId).sort()).toEqual(['1', '2', '3', '4']);
  });

  it('is not told where a page is missing', async () => {
    const network = networkOf(({ body }) =>
      (body as { pageNb: string }).pageNb === '1'
        ? answer('done', { pageCount: '2', claimList: [] })
        : answer('unknown'),
    );
    expect(await readQueue(network, { queueName: 'Closed', window: undefined })).toBeUndefined();
  });
});

describe('a case that the network does not tell', () => {
  it('is not an absent one', async () => {
    const finder = new CaseFinder(networkOf(() => answer('unknown')));
    const asked = { view: viewOf([]), at: '2024-05-28T00:00:00Z' as Instant };
    await expect(finder.caseById('5', asked)).rejects.toThrow('did not tell');
  });

  it('is absent where the network knows of none', async () => {
    const finder = new CaseFinder(networkOf(() => answer('done', { caseFilingResponseList: [] })));
    const asked = { view: viewOf([]), at: '2024-05-28T00:00:00Z' as Instant };
    expect(await finder.caseById('5', asked)).toBeUndefined();
  });
});
