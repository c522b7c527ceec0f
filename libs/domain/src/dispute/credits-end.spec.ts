import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plusMs } from '@dispute/kernel';
import { lived, plans } from '../spec-kit/any-life.js';
import type { Life } from '../spec-kit/life.js';
import { creditPosted } from '../spec-kit/steps.js';
import type { KnownDispute } from './state.js';

const YEAR_MS = 366 * 86_400_000;

/** Nobody does anything any more: the clock goes on, and credits posts what it is asked for. */
function left(life: Life): KnownDispute {
  const end = plusMs(life.now, YEAR_MS);
  do {
    if (life.state.postingInFlight) creditPosted(life);
    life.passUntil(end);
  } while (life.state.postingInFlight);
  return life.state;
}

/** What a person, or the network, is still to say about the credit. */
const isAwaited = ({ creditGoal, refusedMovement, cardholderFinding, complianceCases }: KnownDispute): boolean =>
  cardholderFinding ||
  refusedMovement !== null ||
  creditGoal?.waitsFor !== undefined ||
  complianceCases.some(({ open, filer }) => open && filer === 'acquirer');

describe('a provisional credit under Regulation E', () => {
  it('has its end within a year, whatever has happened and though nobody acts', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const life = lived(plan);
        const state = left(life);
        if (state.opening.applicable_regulation !== 'REGULATION_E' || isAwaited(state)) return;
        expect(state.creditStatus === 'PROVISIONAL' ? life.told() : 'ended').toBe('ended');
      }),
      { numRuns: 300, seed: 20_240_528 },
    );
  });
});
