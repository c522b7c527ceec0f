import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../tools/demo/platform.ts';
import type { FlowOptions } from '../tools/demo/complex-flow.ts';
import { APP_NAMES } from '../tools/dev/workspace.ts';
import { everythingPromisedHolds } from './history/promises.ts';
import { Life } from './kill/life.ts';
import { type Holding, lanesHeld } from './scale/lanes-held.ts';
import { AnotherProcess } from './setup/another-process.ts';

/** Processes of each app; `E2E_PROCESSES=4` for more. The network is somebody else's system, with one. */
const PROCESSES = Number(process.env['E2E_PROCESSES'] ?? 2);
const APPS = APP_NAMES.filter((app) => app !== 'network-sandbox');
const FLOWS: readonly FlowOptions[] = [
  {},
  { channel: 'kafka', feed: 'kafka' },
  { amount: 400, transactionAmount: 700 },
];
const STEPS = 11;
/** While chargeback, credit and representment are under way. */
const LOSS_AFTER_STEP = 5;

const lives: Life[] = [];
const more: AnotherProcess[] = [];
let shared: Holding[] = [];
let left: Holding[] = [];

/** Each group of lanes has been divided among all who are there, and nobody has much more than the others. */
const isFair = (held: readonly Holding[], owners: number): boolean =>
  held.length > 0 && held.every(({ lanes }) => lanes.length === owners && Math.max(...lanes) - Math.min(...lanes) <= 1);

beforeAll(async () => {
  for (let n = 1; n < PROCESSES; n++) more.push(...(await Promise.all(APPS.map((app) => AnotherProcess.start(app)))));
  shared = await until('fair shares', lanesHeld, (held) => isFair(held, PROCESSES), 60_000);
  lives.push(...(await Promise.all(FLOWS.map((options) => Life.of(options)))));
  for (let step = 0; step < STEPS; step++) {
    const steps = Promise.all(lives.map((life) => life.next()));
    if (step === LOSS_AFTER_STEP) await Promise.all(more.splice(0, APPS.length).map((one) => one.end('SIGKILL')));
    await steps;
  }
  await Promise.all(lives.map((life) => life.untilAtRest()));
  await Promise.all(lives.map((life) => life.end()));
  left = await until('shares of those that are left', lanesHeld, (held) => isFair(held, PROCESSES - 1), 60_000);
}, 300_000);

afterAll(async () => {
  await Promise.all([...lives.map((life) => life.end()), ...more.map((one) => one.end())]);
});

describe(`${PROCESSES} processes of each app, of which one of each is lost`, () => {
  it('shared the work, and those that were left have taken it over', () => {
    expect(shared.map(({ group }) => group)).toEqual(left.map(({ group }) => group));
    expect(shared.map(({ group }) => group)).toEqual(
      expect.arrayContaining(['intake.timers', 'notifier.notifier', 'network_gateway.network-lane']),
    );
  });

  it('the flows complete, and look like the published example', () => {
    expect(lives.flatMap(({ faults }) => faults)).toEqual([]);
    expect(lives.map(({ steps }) => steps.length)).toEqual(lives.map(() => STEPS));
  });

  everythingPromisedHolds(lives);
});
