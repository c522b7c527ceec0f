import type { ListVersion, ParkedEvent } from '@dispute/contracts';

export const HELP = `npm run ops -- <command> [options]

  parked list                  events that a consumer could not take
  parked replay ID             try one, and those behind it, again
  parked discard ID            give one up; those behind it are tried again
  list versions                versions of the list of disputes
  list rebuild                 build a new version from the first event, beside the one that is read
  list switch N                read version N from now on; the former one stands by to go back to
  list drop N                  remove a version that is not read

  --accept-differences         with switch: although rows differ, as where the code that folds them has changed
  --credentials FILE           default .dev/credentials.json (base_url, ops_token)
  --help

Exit code 0: done. 1: refused, with the reason. 2: the call cannot be carried out.
`;

/** What a command asks of the operators' API, and how its answer is shown. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly show: (answer: never) => readonly string[];
}

const VERSIONS = '/ops/v1/projections/disputes/versions';
const PARKED = '/ops/v1/parked';

/** The request that words on the command line stand for; undefined where they are none of ours. */
export function requestOf([room, verb, name]: readonly string[], acceptDifferences: boolean): Request | undefined {
  const of = encodeURIComponent(name ?? '');
  const wordless: Record<string, Request> = {
    'parked list': { method: 'GET', path: `${PARKED}?limit=100`, show: shownParked },
    'list versions': { method: 'GET', path: VERSIONS, show: shownVersions },
    'list rebuild': { method: 'POST', path: VERSIONS, show: shownVersion },
  };
  const named: Record<string, Request> = {
    'parked replay': { method: 'POST', path: `${PARKED}/${of}/replay`, show: shownEvent },
    'parked discard': { method: 'POST', path: `${PARKED}/${of}/discard`, show: shownEvent },
    'list switch': {
      method: 'POST',
      path: `${VERSIONS}/${of}/switch`,
      body: { accept_differences: acceptDifferences },
      show: shownVersion,
    },
    'list drop': { method: 'DELETE', path: `${VERSIONS}/${of}`, show: shownVersion },
  };
  return (name === undefined ? wordless : named)[`${room} ${verb}`];
}

const eventLine = ({ id, app, consumer, type, dispute_id, attempts, error }: ParkedEvent): string =>
  `${id}  ${app}/${consumer}  ${type} of ${dispute_id}, tried ${attempts} time(s): ${error}`;
const versionLine = ({ version, state, events, difference }: ListVersion): string =>
  `version ${version}  ${state.padEnd(8)}  ${events} events${difference ? `  compared: ${JSON.stringify(difference)}` : ''}`;

const shownEvent = (event: ParkedEvent) => [eventLine(event)];
const shownVersion = (version: ListVersion) => [versionLine(version)];
const shownVersions = ({ versions }: { versions: readonly ListVersion[] }) => versions.map(versionLine);
const shownParked = ({
  parked,
  next_page_token: more,
}: {
  parked: readonly ParkedEvent[];
  next_page_token?: string;
}) => (parked.length === 0 ? ['Nothing is parked.'] : [...parked.map(eventLine), ...(more ? ['… and more'] : [])]);
