import { percentile } from './statistics.ts';

/** What one turn has done. */
export interface Turn {
  readonly units: number;
  readonly seconds: number;
  /** Milliseconds of each call, where they are looked at. */
  readonly latenciesMs?: readonly number[];
}

/** One of several that are compared: they take turns, so that a slow minute of the machine slows all of them. */
export interface Contender {
  readonly name: string;
  /** Work for about so many seconds; does its own preparation before its clock starts. */
  turn(seconds: number): Promise<Turn>;
  /** Units in the store now, counted there. */
  count(): Promise<number>;
  /** Lets go of what it holds, after all rounds. */
  end?(): Promise<void>;
}

export interface RoundsOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Before each turn, beside the clock. */
  readonly between?: () => unknown;
  readonly say: (line: string) => void;
}

/** What one contender did, round by round. */
export interface Series {
  /** Units a second. */
  readonly rates: number[];
  /** Median latency in ms; empty where none are taken. */
  readonly p50Ms: number[];
  readonly p99Ms: number[];
}

const WARM_UP_SECONDS = 0.5;

/**
 * A warm-up, then rounds of all contenders, each round beginning with another one.
 * @throws Error when a store does not hold what a turn says it has done
 */
export async function interleaved(
  contenders: readonly Contender[],
  options: RoundsOptions,
): Promise<ReadonlyMap<string, Series>> {
  try {
    return await allRounds(contenders, options);
  } finally {
    for (const contender of contenders) await contender.end?.();
  }
}

async function allRounds(
  contenders: readonly Contender[],
  options: RoundsOptions,
): Promise<ReadonlyMap<string, Series>> {
  const found = new Map<string, Series>(contenders.map(({ name }) => [name, { rates: [], p50Ms: [], p99Ms: [] }]));
  for (const contender of contenders) await verifiedTurn(contender, WARM_UP_SECONDS, options);
  for (let round = 0; round < options.rounds; round++) {
    const first = round % contenders.length;
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const turn = await verifiedTurn(contender, options.seconds, options);
      note(found.get(contender.name) as Series, turn);
      options.say(`round ${round + 1}/${options.rounds}  ${contender.name}: ${perSecond(turn)}`);
    }
  }
  return found;
}

async function verifiedTurn(contender: Contender, seconds: number, { between, signal }: RoundsOptions): Promise<Turn> {
  signal.throwIfAborted();
  await between?.();
  const before = await contender.count();
  const turn = await contender.turn(seconds);
  const stored = (await contender.count()) - before;
  if (stored === turn.units) return turn;
  throw new Error(`${contender.name} says ${turn.units}, and ${stored} are there.`);
}

function note(series: Series, { units, seconds, latenciesMs = [] }: Turn): void {
  series.rates.push(units / seconds);
  if (latenciesMs.length === 0) return;
  series.p50Ms.push(percentile(latenciesMs, 0.5));
  series.p99Ms.push(percentile(latenciesMs, 0.99));
}

const perSecond = ({ units, seconds }: Turn): string => `${Math.round(units / seconds).toLocaleString('en-US')}/s`;
