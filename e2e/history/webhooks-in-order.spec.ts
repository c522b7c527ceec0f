import { describe, expect, it } from '@jest/globals';
import { place } from './place.fixture.ts';
import { dueWebhooks, type HeardWebhook, webhookFaults } from './webhooks-in-order.ts';

const heard = (sequence: number, id = `event ${sequence}`): HeardWebhook => ({ disputeId: 'dispute', sequence, id });
const due = [heard(1), heard(2), heard(3)];

describe('webhooks', () => {
  it('are one for each commit that changed a dispute', () => {
    const commit = [0, 1, 2].map((commitIndex) =>
      place(commitIndex + 1, { commitIndex, commitSize: 3, webhookSequence: commitIndex === 0 ? null : 1 }),
    );
    expect(dueWebhooks([...commit, place(4), place(5, { webhookSequence: 2 })])).toEqual([
      { disputeId: 'dispute', sequence: 1, id: 'event 2' },
      { disputeId: 'dispute', sequence: 2, id: 'event 5' },
    ]);
  });

  it('arrive in order; the last one may come again', () => {
    expect(webhookFaults(due, [heard(1), heard(1), heard(2), heard(3), heard(3)], 'last')).toEqual([]);
  });

  it('may come again as a run where that is allowed', () => {
    const run = [heard(1), heard(2), heard(1), heard(2), heard(3)];
    expect(webhookFaults(due, run, 'any')).toEqual([]);
    expect(webhookFaults(due, run, 'last')).toEqual(['dispute dispute: webhook 1 comes again after 2']);
  });

  it.each([
    ['a lost one', [heard(1), heard(3)], 'webhook 3 comes before 2'],
    ['a lost end', [heard(1), heard(2)], 'webhook 3 is missing'],
    ['disorder', [heard(2), heard(1), heard(3)], 'webhook 2 comes before 1'],
    ['a second id', [heard(1), heard(2), heard(2, 'another'), heard(3)], 'webhook 2 has id another, not event 2'],
    ['one too many', [...due, heard(4)], 'webhook 4 has id event 4, not undefined'],
  ])('show %s', (_, arrived, fault) => {
    expect(webhookFaults(due, arrived, 'any')[0]).toContain(fault);
  });
});
