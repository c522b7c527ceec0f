import type pg from 'pg';
import { EventStore } from '@dispute/event-store';
import { appending, type Commits } from '../harness/appending.ts';
import { eventsAlone, openingAndAction } from '../harness/disputes.ts';
import type { Contender } from '../harness/rounds.ts';
import { countRows } from '../harness/workshop.ts';
import { CALLERS } from './append.ts';

export const OUR_SCHEMA = 'ours';

const withNothingElse = (): Commits => openingAndAction().map(eventsAlone);
/** A stream of single events: of each commit, the first event alone. */
const oneByOne = (): Commits =>
  openingAndAction().map(({ streams, ...rest }) => ({
    ...eventsAlone({ ...rest, streams: streams.slice(0, 1).map((append) => ({ ...append })) }),
  }));

/** The store as intake uses it. */
export function ourContenders(pool: pg.Pool): Contender[] {
  const store = new EventStore(pool, { schema: OUR_SCHEMA });
  const contender = (name: string, callers: number, commits?: () => Commits): Contender =>
    appending({ name, store, callers, commits, count: () => countRows(pool, `${OUR_SCHEMA}.event`) });
  return [
    contender('lone', CALLERS.lone),
    contender('busy', CALLERS.busy),
    contender('storm', CALLERS.storm),
    contender('storm_events_only', CALLERS.storm, withNothingElse),
    contender('storm_single', CALLERS.storm, oneByOne),
  ];
}
