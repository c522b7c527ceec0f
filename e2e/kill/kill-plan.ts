import { APP_NAMES, type AppName } from '../../tools/dev/workspace.ts';

/** One kill -9: which app, while which flow is in which of its steps (counted from 0), how long after the step began. */
export interface Kill {
  readonly app: AppName;
  readonly flow: number;
  readonly step: number;
  readonly afterMs: number;
}

/** Steps of the flow in which an app has something to do that it can be torn out of. */
const BUSY_STEPS: Readonly<Record<AppName, readonly number[]>> = {
  intake: [1, 2, 3, 4, 5, 6, 7, 8],
  'network-gateway': [2, 4, 6, 7],
  'network-sandbox': [2, 4, 6, 7],
  credits: [5, 7],
  notifier: [2, 3, 4, 5, 7, 8],
  ops: [2, 4, 6, 8],
};
const LONGEST_DELAY_MS = 400;

/** Each app once a round, in another order each round, at steps and moments that the seed decides. */
export function killPlan({ seed, rounds, flows }: { seed: number; rounds: number; flows: number }): Kill[] {
  const draw = drawing(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(draw() * from.length)] as T;
  const turns = Array.from({ length: rounds }, () => shuffled(APP_NAMES, draw)).flat();
  return turns.map((app, turn) => ({
    app,
    flow: turn % flows,
    step: pick(BUSY_STEPS[app]),
    afterMs: Math.floor(draw() * LONGEST_DELAY_MS),
  }));
}

function shuffled<T>(items: readonly T[], draw: () => number): T[] {
  return items
    .map((item) => ({ item, place: draw() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
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
