import { describe, expect, it } from '@jest/globals';
import { consumersBehind, type NamedStillness } from './consumers-behind.js';

const place = (shard: number, position: number, epoch = 1) => ({ shard, epoch, position });
const owner: NamedStillness = { app: 'intake', busy: [], heads: { 'dispute.events': [place(3, 10), place(7, 5)] } };
const ops = (...places: ReturnType<typeof place>[]): NamedStillness => ({
  app: 'ops',
  busy: [],
  consumed: [{ consumer: 'ops.disputes', topic: 'dispute.events', places }],
});

describe('consumers', () => {
  it('that have passed the tenant’s last events are not behind, however far the shard goes on', () => {
    expect(consumersBehind([owner, ops(place(3, 10), place(7, 9), place(8, 1))])).toEqual([]);
  });

  it('that have not begun a shard, or stand before the tenant’s last event, are behind', () => {
    expect(consumersBehind([owner, ops(place(3, 10))])).toEqual(['ops: ops.disputes is behind in shard 7']);
    expect(consumersBehind([owner, ops(place(3, 9), place(7, 5))])).toEqual(['ops: ops.disputes is behind in shard 3']);
  });

  it('of an older epoch are behind at any position, those of a newer one at none', () => {
    const restored = { ...owner, heads: { 'dispute.events': [place(3, 2, 2)] } };
    expect(consumersBehind([restored, ops(place(3, 10, 1))])).toHaveLength(1);
    expect(consumersBehind([owner, ops(place(3, 1, 2), place(7, 1, 2))])).toEqual([]);
  });

  it('of topics without events of the tenant have nothing to pass', () => {
    expect(consumersBehind([ops()])).toEqual([]);
  });
});
