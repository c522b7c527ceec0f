import { describe, expect, it } from '@jest/globals';
import { LIFECYCLE_STATES } from '@dispute/contracts';
import { LIFECYCLE } from '@dispute/domain';
import { lifecycleDiagrams } from './lifecycle-diagram.ts';
import { lifecyclePage } from './lifecycle-page.ts';

const page = lifecyclePage();

describe('the lifecycle page', () => {
  it.each(LIFECYCLE.map(({ id }) => id))('has row %s', (id) => expect(page).toContain(`| \`${id}\` |`));
  it.each(LIFECYCLE_STATES)('draws %s, and says who may do what there', (state) => {
    const { chargeback, compliance } = lifecycleDiagrams();
    expect(`${chargeback}${compliance}`).toMatch(new RegExp(`\\b${state}\\b`));
    expect(page).toContain(`\n| ${state} | `);
  });
  it('draws the way of a lost representment', () => {
    expect(lifecycleDiagrams().chargeback).toContain('REPRESENTMENT --> lost : issuer REPRESENTMENT/ACCEPT');
  });
});
