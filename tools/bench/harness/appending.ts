import type { AppendRequest, EventStore } from '@dispute/event-store';
import { Pace, runCallers } from './callers.ts';
import { eventsOf, openingAndAction } from './disputes.ts';
import type { Contender, Turn } from './rounds.ts';

/** A dispute's commits, in order: the second goes when the first is stored. */
export type Commits = readonly AppendRequest[];

export interface Appending {
  readonly name: string;
  readonly store: EventStore;
  readonly callers: number;
  readonly count: Contender['count'];
  /** Openings and chargebacks as intake commits them, unless told otherwise. */
  readonly commits?: () => Commits;
}

/** Disputes a second that one caller gets stored, until there is better knowledge. */
const GUESS = 100;
const MOST_GUESSED = 2000;

/** Callers that append disputes decided before the clock starts. */
export function appending({ name, store, callers, count, commits = openingAndAction }: Appending): Contender {
  const pace = new Pace(Math.min(MOST_GUESSED, callers * GUESS));
  const turn = async (seconds: number): Promise<Turn> => {
    const works = Array.from({ length: pace.piecesFor(seconds) }, commits);
    const done = await runCallers(
      works,
      callers,
      (commit) => append(store, commit),
      (commit) => eventsOf(commit).length,
    );
    pace.took(works.length, done.seconds);
    return done;
  };
  return { name, count, turn };
}

/** @throws Error when the store refuses the commit */
export async function append(store: EventStore, commit: AppendRequest): Promise<void> {
  const { verdict } = await store.append(commit);
  if (verdict !== 'appended') throw new Error(`a commit of the bench was not appended: ${verdict}`);
}
