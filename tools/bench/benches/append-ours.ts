import type pg from 'pg';
import { type AppendRequest, EventStore } from '@dispute/event-store';
import { Pace, runCallers } from '../harness/callers.ts';
import { eventsAlone, eventsOf, openingAndAction } from '../harness/disputes.ts';
import type { Contender } from '../harness/rounds.ts';
import { countRows } from '../harness/workshop.ts';
import { CALLERS } from './append.ts';

export const OUR_SCHEMA = 'ours';

/** A dispute's commits, in order: the second goes when the first is stored. */
type Commits = readonly AppendRequest[];

const withNothingElse = (): Commits => openingAndAction().map(eventsAlone);
/** A stream of single events: of each commit, the first event alone. */
const oneByOne = (): Commits =>
  openingAndAction().map(({ streams, ...rest }) => ({
    ...eventsAlone({ ...rest, streams: streams.slice(0, 1).map((append) => ({ ...append })) }),
  }));

/** The store as intake uses it. */
export function ourContenders(pool: pg.Pool): Contender[] {
  const store = new EventStore(pool, { schema: OUR_SCHEMA });
  const contender = (name: string, callers: number, commits: () => Commits, guess: number): Contender => {
    const pace = new Pace(guess);
    return {
      name,
      count: () => countRows(pool, `${OUR_SCHEMA}.event`),
      turn: async (seconds) => {
        const works = Array.from({ length: pace.piecesFor(seconds) }, commits);
        const turn = await runCallers(works, callers, (commit) => append(store, commit), eventCount);
        pace.took(works.length, turn.seconds);
        return turn;
      },
    };
  };
  return [
    contender('lone', CALLERS.lone, openingAndAction, 200),
    contender('busy', CALLERS.busy, openingAndAction, 1000),
    contender('storm', CALLERS.storm, openingAndAction, 2000),
    contender('storm_events_only', CALLERS.storm, withNothingElse, 2000),
    contender('storm_single', CALLERS.storm, oneByOne, 2000),
  ];
}

async function append(store: EventStore, commit: AppendRequest): Promise<void> {
  const { verdict } = await store.append(commit);
  if (verdict !== 'appended') throw new Error(`a commit of the bench was not appended: ${verdict}`);
}

const eventCount = (commit: AppendRequest): number => eventsOf(commit).length;
