import type { Turn } from './rounds.ts';

/**
 * So many callers, each taking one piece of work after another; the steps of a piece go one after the other, as those
 * of one dispute have to. @returns units of all steps, and each step's latency
 */
export async function runCallers<Step>(
  works: readonly (readonly Step[])[],
  callers: number,
  call: (step: Step) => Promise<unknown>,
  unitsOf: (step: Step) => number,
): Promise<Turn> {
  const latenciesMs: number[] = [];
  let next = 0;
  let units = 0;
  const step = async (one: Step) => {
    const calledAt = performance.now();
    await call(one);
    latenciesMs.push(performance.now() - calledAt);
    units += unitsOf(one);
  };
  const caller = async () => {
    while (next < works.length) for (const one of works[next++] ?? []) await step(one);
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  return { units, seconds: (performance.now() - startedAt) / 1000, latenciesMs };
}

/** How much work fills so many seconds, from how fast the last of it went. */
export class Pace {
  private perSecond: number;

  /** @param guess pieces a second, until there is better knowledge */
  constructor(guess: number) {
    this.perSecond = guess;
  }

  piecesFor(seconds: number): number {
    return Math.max(1, Math.ceil(this.perSecond * seconds));
  }

  took(pieces: number, seconds: number): void {
    this.perSecond = pieces / seconds;
  }
}
