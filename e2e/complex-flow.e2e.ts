import { describe, expect, it } from '@jest/globals';
import { ComplexFlow, type FlowOptions, type Step } from '../tools/demo/complex-flow.ts';
import { SAMPLES } from '../tools/demo/sample-comparison.ts';
import { newTenant } from './setup/platform-under-test.ts';

async function play(options: FlowOptions): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const step of new ComplexFlow(await newTenant(), options).steps()) steps.push(step);
  return steps;
}

/** The published example and the same flow under other facts, so that nothing can be hard-coded. */
const RUNS: readonly (readonly [string, FlowOptions])[] = [
  ['the published example, over HTTP', {}],
  ['the published example, commands and transaction over Kafka', { channel: 'kafka', feed: 'kafka' }],
  [
    'a debit card under Regulation E, part of the amount, another reason and other dates',
    {
      amount: 12_345,
      transactionAmount: 99_900,
      reasonCode: 'GOODS_OR_SERVICES_NOT_PROVIDED',
      card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
      now: '2025-02-03T15:04:05Z',
      settledAt: '2025-01-10T00:00:00Z',
      noticeAt: '2025-02-01T23:59:59Z',
    },
  ],
  [
    'a commercial card without a regulation, in yen, fed over Kafka',
    {
      amount: 1,
      transactionAmount: 1,
      currency: 'JPY',
      reasonCode: 'NO_CARDHOLDER_AUTHORIZATION',
      card: { bin_country: 'US', customer_type: 'COMMERCIAL', card_type: 'CREDIT' },
      now: '2023-12-30T12:00:00Z',
      settledAt: '2023-12-01T18:00:00Z',
      noticeAt: '2023-12-30T11:00:00Z',
      feed: 'kafka',
    },
  ],
];

describe('a dispute from the transaction to the closed case', () => {
  it.each(RUNS)('%s', async (_, options) => {
    const steps = await play(options);
    expect(steps.flatMap(({ title, faults }) => faults.map((fault) => `${title}: ${fault}`))).toEqual([]);
    expect(steps.flatMap(({ sample }) => sample ?? [])).toEqual([...SAMPLES]);
  });
});
