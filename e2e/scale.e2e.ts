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
/** While the dispute is opened: longer than leases and sessions last, and woken when others have what it held. */
const FREEZE_AT_STEP = 2;
const WAKE_AT_STEP = 4;
/** While chargeback, credit and representment are under way. */
const LOSS_AT_STEP = 6;

const lives: Life[] = [];
const more: AnotherProcess[] = [];
let shared: Holding[] = [];
let meanwhile: Holding[] = [];
let again: Holding[] = [];
let left: Holding[] = [];

/** Each group of lanes has been divided among all who are there, and nobody has more than a full share. */
const isFair = (held: readonly Holding[], owners: number): boolean =>
  held.length > 0 &&
  held.every(({ lanes }) => lanes.length === owners && Math.max(...lanes) <= Math.ceil(sum(lanes) / owners));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** All of the groups that were there before are divided. */
const fairShares = (owners: number): Promise<Holding[]> => {
  const isWhole = (held: readonly Holding[]) => held.length >= shared.length && isFair(held, owners);
  return until(`fair shares of ${owners}`, lanesHeld, isWhole, 60_000);
};

/** One process of each app, beside those that the platform keeps. */
const oneOfEach = (): AnotherProcess[] => more.slice(0, APPS.length);

const UNDER_WAY: Readonly<Record<number, () => Promise<void>>> = {
  [FREEZE_AT_STEP]: async () => {
    for (const one of oneOfEach()) one.freeze();
    meanwhile = await fairShares(PROCESSES - 1);
  },
  [WAKE_AT_STEP]: async () => {
    for (const one of oneOfEach()) one.wake();
    again = await fairShares(PROCESSES);
  },
  [LOSS_AT_STEP]: async () => {
    await Promise.all(more.splice(0, APPS.length).map((one) => one.end('SIGKILL')));
  },
};

beforeAll(async () => {
  for (let n = 1; n < PROCESSES; n++) more.push(...(await Promise.all(APPS.map((app) => AnotherProcess.start(app)))));
  shared = await fairShares(PROCESSES);
  lives.push(...(await Promise.all(FLOWS.map((options) => Life.of(options)))));
  for (let step = 0; step < STEPS; step++) {
    await Promise.all([...lives.map((life) => life.next()), UNDER_WAY[step]?.()]);
  }
  await Promise.all(lives.map((life) => life.untilAtRest()));
  await Promise.all(lives.map((life) => life.end()));
  left = await fairShares(PROCESSES - 1);
});

afterAll(async () => {
  for (const one of more) one.wake();
  await Promise.all([...lives.map((life) => life.end()), ...more.map((one) => one.end())]);
});

describe(`${PROCESSES} processes of each app, of which one of each freezes, wakes, and is lost`, () => {
  it('shared the work, and each time those that were left have taken it over', () => {
    const groups = [shared, meanwhile, again, left].map((held) => held.map(({ group }) => group));
    expect(groups).toEqual(groups.map(() => groups[0]));
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
