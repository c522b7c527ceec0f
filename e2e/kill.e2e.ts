import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowOptions } from '../tools/demo/complex-flow.ts';
import { APP_NAMES } from '../tools/dev/workspace.ts';
import { everythingPromisedHolds } from './history/promises.ts';
import { killPlan } from './kill/kill-plan.ts';
import { carryOut, type Killed } from './kill/killer.ts';
import { Life } from './kill/life.ts';

const DEBIT = {
  amount: 12_345,
  transactionAmount: 99_900,
  reasonCode: 'GOODS_OR_SERVICES_NOT_PROVIDED',
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'DEBIT' },
} as const satisfies FlowOptions;
const FLOWS: readonly FlowOptions[] = [
  {},
  { channel: 'kafka', feed: 'kafka' },
  DEBIT,
  { feed: 'kafka' },
  { ...DEBIT, channel: 'kafka' },
  { amount: 400, transactionAmount: 700 },
];
/** Each round ends every app once, while new flows live. */
const ROUNDS = 2;
const SEED = Number(process.env['E2E_SEED'] ?? 20_240_528);
const STEPS = 11;
const killed: Killed[] = [];
const lives: Life[] = [];

/** All flows take each step together, and in most steps an app is ended under their feet. */
async function playRound(round: number): Promise<void> {
  const plan = killPlan(SEED + round);
  const flows = await Promise.all(FLOWS.map((options) => Life.of(options)));
  lives.push(...flows);
  for (let step = 0; step < STEPS; step++) {
    const kills = plan.filter((kill) => kill.step === step).map(async (kill) => killed.push(await carryOut(kill)));
    await Promise.all([...flows.map((life) => life.next()), ...kills]);
  }
  await Promise.all(flows.map((life) => life.untilAtRest()));
  await Promise.all(flows.map((life) => life.end()));
}

beforeAll(async () => {
  for (let round = 0; round < ROUNDS; round++) await playRound(round);
  const recoveries = killed.map(
    ({ app, step, afterMs, readyAfterMs }) =>
      `  ${app.padEnd(16)} ready after ${String(readyAfterMs).padStart(5)} ms  (step ${step} + ${afterMs} ms)`,
  );
  const repeats = lives.flatMap(({ platform, ops }) => [...platform.repeats, ...ops.repeats]);
  console.log([`Killed in turn, seed ${SEED}:`, ...recoveries, `Asked again: ${JSON.stringify(repeats)}`].join('\n'));
});

afterAll(async () => {
  await Promise.all(lives.map((life) => life.end()));
});

describe('six flows while each app is ended with kill -9 in turn', () => {
  it('complete, and look like the published example', () => {
    expect(lives.flatMap(({ faults }) => faults)).toEqual([]);
    expect(lives.map(({ steps }) => steps.length)).toEqual(lives.map(() => STEPS));
  });

  it('were in the middle: every app was ended in each round', () => {
    const ended = killed.map(({ app }) => app).sort();
    expect(ended).toEqual(
      Array.from({ length: ROUNDS }, () => APP_NAMES)
        .flat()
        .sort(),
    );
  });

  it('are told 503 at the front door while an app is away', () => {
    const said = killed.flatMap(({ doorSaid }) => doorSaid ?? []);
    expect(said).toEqual(Array.from({ length: ROUNDS * 4 }, () => 503));
  });

  everythingPromisedHolds(lives);
});
