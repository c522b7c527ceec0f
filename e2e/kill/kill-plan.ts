import { APP_NAMES, type AppName } from '../../tools/dev/workspace.ts';

/** One kill -9: which app, in which step of the flows (counted from 0), how long after the step began. */
export interface Kill {
  readonly app: AppName;
  readonly step: number;
  readonly afterMs: number;
}

/** Steps of the flow in which an app has something to do that it can be torn out of. */
const BUSY_STEPS: Readonly<Record<AppName, readonly number[]>> = {
  intake: [1, 2, 3, 4, 5, 6, 7, 8],
  'network-gateway': [2, 4, 6, 7],
  'network-sandbox': [2, 4, 6, 7],
  credits: [5, 7],
  notifier: [2, 3, 4, 5, 6, 7, 8],
  ops: [2, 3, 4, 5, 6, 7, 8],
};
const LONGEST_DELAY_MS = 400;

/** Each app once, each in a step of its own, at steps and moments that the seed decides. */
export function killPlan(seed: number): readonly Kill[] {
  const draw = drawing(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(draw() * from.length)] as T;
  for (;;) {
    const plan = APP_NAMES.map((app) => ({
      app,
      step: pick(BUSY_STEPS[app]),
      afterMs: Math.floor(draw() * LONGEST_DELAY_MS),
    }));
    if (new Set(plan.map(({ step }) => step)).size === plan.length) return plan;
  }
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
