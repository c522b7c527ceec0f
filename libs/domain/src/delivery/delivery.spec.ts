import { describe, expect, it } from '@jest/globals';
import type { CommandMeta, Instant } from '@dispute/kernel';
import { type DeliveryCommand, type DeliveryState, RETRY_PAUSES_MS, deliveryDecider } from './decider.js';

const ID = '018fc167-7672-729d-8d43-653518f3d939';
const meta: CommandMeta = {
  commandId: 'c',
  tenant: 'acme_sandbox',
  actor: { kind: 'system', id: 'notifier' },
  now: '2024-05-28T22:48:24Z' as Instant,
  newId: () => ID,
};
const scheduled: DeliveryCommand = {
  type: 'ScheduleDelivery',
  endpointId: ID,
  webhookEventId: ID,
  disputeId: ID,
  sequence: 1,
};
const fails = { type: 'RecordAttempt' as const, delivered: false, outcome: 'timeout', durationMs: 10, random: 0 };
const gone: DeliveryCommand = { ...fails, outcome: '410', httpStatus: 410 };
const arrives: DeliveryCommand = {
  type: 'RecordAttempt',
  delivered: true,
  outcome: '204',
  httpStatus: 204,
  durationMs: 10,
  random: 0,
};
const resent: DeliveryCommand = { type: 'RequestResend', requestedBy: 'somebody' };

function after(...commands: readonly DeliveryCommand[]): DeliveryState {
  let state = deliveryDecider.initialState();
  for (const command of commands) {
    const decision = deliveryDecider.decide(command, state, meta);
    if (!decision.ok) throw new Error(decision.rejection.detail);
    for (const event of decision.events) state = deliveryDecider.evolve(state, { ...event, occurredAt: meta.now });
  }
  return state;
}

const times = (count: number): DeliveryCommand[] => Array.from({ length: count }, () => fails);

describe('a delivery', () => {
  it('is due at once', () => {
    expect(after(scheduled)).toMatchObject({ status: 'PENDING', nextAttemptAt: meta.now, attempts: 0 });
  });

  it('ends when it arrives', () => {
    expect(after(scheduled, fails, arrives)).toMatchObject({ status: 'DELIVERED', nextAttemptAt: null, attempts: 2 });
  });

  it('is tried again after growing pauses, and then given up', () => {
    expect(after(scheduled, fails).nextAttemptAt).toBe('2024-05-28T22:48:29Z');
    expect(after(scheduled, fails, fails).nextAttemptAt).toBe('2024-05-28T22:53:24Z');
    expect(after(scheduled, ...times(RETRY_PAUSES_MS.length)).status).toBe('RETRYING');
    expect(after(scheduled, ...times(RETRY_PAUSES_MS.length + 1))).toMatchObject({
      status: 'GIVEN_UP',
      nextAttemptAt: null,
    });
  });

  it('waits up to a fifth longer, by chance', () => {
    expect(after(scheduled, { ...fails, random: 0.5 }).nextAttemptAt).toBe('2024-05-28T22:48:29.500Z');
  });

  it('can be given up untried, and then counts no attempts', () => {
    const giveUp: DeliveryCommand = { type: 'GiveUp', reason: 'The endpoint was deleted.' };
    expect(after(scheduled, giveUp)).toMatchObject({ status: 'GIVEN_UP', attempts: 0 });
    expect(after(scheduled, giveUp, fails)).toMatchObject({ status: 'GIVEN_UP', attempts: 0 });
  });

  it('is given up at once when the endpoint is gone', () => {
    expect(after(scheduled, gone)).toMatchObject({ status: 'GIVEN_UP', nextAttemptAt: null });
  });

  it('starts over with a resend', () => {
    expect(after(scheduled, gone, resent)).toMatchObject({ status: 'PENDING', nextAttemptAt: meta.now });
    expect(after(scheduled, gone, resent, fails)).toMatchObject({ status: 'RETRYING', attempts: 2 });
  });
});
