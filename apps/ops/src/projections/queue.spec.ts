import { beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import type { Dated, DisputeEvent } from '@dispute/contracts';
import { disputeDecider, type KnownDispute } from '@dispute/domain';
import { fold, streamName } from '@dispute/kernel';
import { ListRoom, SHARD } from '../spec-kit/list-room.fixture.js';
import { queueOf } from './queue.js';

let room: ListRoom;
let opened: KnownDispute;
beforeAll(async () => {
  room = await ListRoom.make();
  const { id, tenant } = await room.open();
  const stream = streamName('dispute', tenant, SHARD, id);
  const { histories } = await room.store.load([stream]);
  opened = fold(disputeDecider, histories.get(stream) as unknown as Dated<DisputeEvent>[]) as KnownDispute;
});
afterAll(() => room.end());

type Part = Partial<KnownDispute>;

describe('the work list of a dispute', () => {
  it.each<[string, Part]>([
    ['TO_FILE', {}],
    ['', { lifecycleState: 'CHARGEBACK' }],
    ['TO_ANSWER', { lifecycleState: 'REPRESENTMENT' }],
    ['TO_ANSWER', { lifecycleState: 'PRE_ARBITRATION_RESPONSE' }],
    ['', { lifecycleState: 'PRE_ARBITRATION' }],
    ['REJECTED_BY_NETWORK', { lifecycleState: 'NETWORK_REJECTED_CHARGEBACK' }],
    ['FINDING_NEEDED', { lifecycleState: 'REPRESENTMENT', decision: 'LOST', creditStatus: 'PROVISIONAL' }],
    ['', { lifecycleState: 'REPRESENTMENT', decision: 'LOST', creditStatus: 'NONE' }],
    ['', { lifecycleState: 'PENDING_ACTION', decision: 'WON' }],
    ['', { lifecycleState: 'NETWORK_REJECTED_CHARGEBACK', decision: 'RESOLVED' }],
    ['CREDIT_REFUSED', { lifecycleState: 'CHARGEBACK', refusedMovement: 'REVERSAL' }],
    ['CREDIT_REFUSED', { decision: 'LOST', creditStatus: 'PROVISIONAL', refusedMovement: 'FINAL' }],
    ['', { status: 'CLOSED', refusedMovement: 'FINAL' }],
  ])('is "%s" with %j', (queue, part) => {
    expect(queueOf({ ...opened, ...part })).toBe(queue);
  });

  it('is ops’ own where Marqeta files, as long as nothing is decided', () => {
    const opening = { ...opened.opening, network: 'MARQETA' as const };
    expect(queueOf({ ...opened, opening })).toBe('MANAGED_BY_OPS');
    expect(queueOf({ ...opened, opening, lifecycleState: 'REPRESENTMENT' })).toBe('MANAGED_BY_OPS');
    expect(queueOf({ ...opened, opening, decision: 'LOST' })).toBe('');
  });
});
