import { describe, expect, it } from '@jest/globals';
import type { CreditEvent, CreditMovement } from '@dispute/contracts';
import type { CommandMeta, Instant } from '@dispute/kernel';
import { type PostCredit, creditDecider } from './decider.js';

const DISPUTE = '018fc167-7672-729d-8d43-653518f3d939';
const meta: CommandMeta = {
  commandId: 'c',
  tenant: 'acme_sandbox',
  actor: { kind: 'system', id: 'credits' },
  now: '2024-05-28T22:48:24Z' as Instant,
  newId: () => DISPUTE,
};

const post = (postingId: string, movement: CreditMovement, more: Partial<PostCredit> = {}): PostCredit => ({
  type: 'PostCredit',
  disputeId: DISPUTE,
  postingId,
  movement,
  amount: 500,
  currency: 'USD',
  accountId: 'a',
  ...more,
});

function after(...commands: readonly PostCredit[]): CreditEvent[] {
  let state = creditDecider.initialState();
  const events: CreditEvent[] = [];
  for (const command of commands) {
    const decision = creditDecider.decide(command, state, meta);
    if (!decision.ok) throw new Error(decision.rejection.detail);
    events.push(...decision.events);
    for (const event of decision.events) state = creditDecider.evolve(state, { ...event, occurredAt: meta.now });
  }
  return events;
}

const entries = (event: CreditEvent | undefined) =>
  event?.type === 'credit.posted.v1'
    ? event.data.entries.map(({ ledger, amount_minor }) => [ledger, amount_minor])
    : [];

describe('the ledger of a dispute’s credit', () => {
  it('credits the cardholder against the dispute', () => {
    expect(entries(after(post('1', 'PROVISIONAL'))[0])).toEqual([
      ['dispute-receivable', -500],
      ['cardholder:a', 500],
    ]);
  });

  it('takes it back the same way', () => {
    expect(entries(after(post('1', 'PROVISIONAL'), post('2', 'REVERSAL'))[1])).toEqual([
      ['cardholder:a', -500],
      ['dispute-receivable', 500],
    ]);
  });

  it('lets the network bear what was won and the institution what was written off', () => {
    expect(entries(after(post('1', 'PROVISIONAL'), post('2', 'FINAL', { recovered: true }))[1])).toEqual([
      ['network-settlement', -500],
      ['dispute-receivable', 500],
    ]);
    expect(entries(after(post('1', 'FINAL'))[0])).toEqual([
      ['dispute-loss', -500],
      ['cardholder:a', 500],
    ]);
  });

  it('balances, always', () => {
    const posted = after(post('1', 'PROVISIONAL'), post('2', 'REVERSAL'), post('3', 'PROVISIONAL'), post('4', 'FINAL'));
    for (const event of posted) expect(entries(event).reduce((sum, [, amount]) => sum + Number(amount), 0)).toBe(0);
  });

  it('posts one posting once', () => {
    expect(after(post('1', 'PROVISIONAL'), post('1', 'PROVISIONAL'))).toHaveLength(1);
  });

  it('refuses what cannot be: twice, nothing to reverse, anything after final', () => {
    const last = (...commands: readonly PostCredit[]) => after(...commands).at(-1)?.type;
    expect(last(post('1', 'PROVISIONAL'), post('2', 'PROVISIONAL'))).toBe('credit.refused.v1');
    expect(last(post('1', 'REVERSAL'))).toBe('credit.refused.v1');
    expect(last(post('1', 'FINAL'), post('2', 'REVERSAL'))).toBe('credit.refused.v1');
    expect(last(post('1', 'PROVISIONAL'), post('2', 'REVERSAL', { amount: 400 }))).toBe('credit.refused.v1');
  });
});
