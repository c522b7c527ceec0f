import { describe, expect, it } from '@jest/globals';
import type { Dispute } from '@dispute/contracts';
import { readModelFaults, type VersionedDispute } from './read-model.ts';

const one = (version: number, fields: Partial<Dispute> = {}): VersionedDispute => ({
  version,
  dispute: { id: 'dispute', status: 'OPEN', ...fields } as Dispute,
});

describe('a read model', () => {
  it('shows every dispute as its stream has it', () => {
    expect(readModelFaults([one(3)], [one(3)])).toEqual([]);
  });

  it.each([
    ['a missing row', [one(3)], [], 'listed 0 times'],
    ['a row too many', [one(3)], [one(3), one(3)], 'listed 2 times'],
    ['a row that came to a stop', [one(3)], [one(2)], 'listed in version 2, its stream has 3'],
    ['a row that was folded wrongly', [one(3)], [one(3, { status: 'CLOSED' })], 'listed with another status'],
    ['a row of nothing', [], [one(1)], 'has no stream'],
  ])('shows %s', (_, streams, listed, fault) => {
    expect(readModelFaults(streams, listed)).toEqual([expect.stringContaining(fault)]);
  });
});
