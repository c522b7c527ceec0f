import { expect, it } from '@jest/globals';
import { LookPool } from './look-pool.js';

/** A pool whose looks end when the spec says so. */
function poolOf() {
  const begun: string[] = [];
  const ends = new Map<string, (isWhole: boolean) => void>();
  const pool = new LookPool<boolean>((claimId) => {
    begun.push(claimId);
    return new Promise((resolve) => ends.set(claimId, resolve));
  });
  const end = (claimId: string) => ends.get(claimId)?.(true);
  return { pool, begun, end };
}
const claims = (count: number) => Array.from({ length: count }, (_, n) => `claim ${n}`);

it('hurried looks overtake hundreds that wait', async () => {
  const { pool, begun, end } = poolOf();
  for (const claim of claims(500)) void pool.lookAt(claim, false);
  expect(begun).toEqual(claims(8));
  const hurried = pool.lookAt('mine', true);
  const overtaking = pool.lookAt('claim 400', true);
  end('claim 3');
  end('claim 4');
  await new Promise(setImmediate);
  expect(begun.slice(8)).toEqual(['mine', 'claim 400']);
  end('mine');
  end('claim 400');
  expect(await hurried).toBe(true);
  expect(await overtaking).toBe(true);
  expect(begun.filter((claim) => claim === 'claim 400')).toHaveLength(1);
});

it('one look serves all who ask before it begins, and none who ask after', async () => {
  const { pool, begun, end } = poolOf();
  const first = pool.lookAt('one', false);
  const [second, third] = [pool.lookAt('one', false), pool.lookAt('one', true)];
  expect(begun).toEqual(['one']);
  end('one');
  await first;
  await new Promise(setImmediate);
  expect(begun).toEqual(['one', 'one']);
  end('one');
  expect(await Promise.all([second, third])).toEqual([true, true]);
});
