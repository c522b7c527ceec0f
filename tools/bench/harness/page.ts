import { SUBJECTS, type Subject } from './arguments.ts';
import type { ResultFile } from './results.ts';
import { figure, RATE_HEADER, rateRow, RATIO_HEADER, ratioRow } from './table.ts';

/** What each bench is about, for readers who have not seen its code. */
const TITLES: Readonly<Record<Subject, readonly [title: string, says: string]>> = {
  append: [
    'Append',
    'Commits that the domain has decided, through `EventStore.append`. The limit is the same table filled by pgbench with rows made on the server.',
  ],
  snapshot: [
    'An open snapshot',
    'Appends under full load beside a transaction that keeps an old view of the database, in turns with a store of which nobody does.',
  ],
  load: ['Load', 'One stream read with one query and folded by the domain, one caller.'],
  relay: ['Relay', 'A full store into an empty topic, from the start of the relay to the last acknowledgement.'],
  projection: [
    'Projection',
    'The list of disputes of `apps/ops`, out of a full store, rows and checkpoints committed together.',
  ],
  growth: ['Growth', 'The same work in a small and in a large store, in turns.'],
  http: ['HTTP', 'One intake process with its relay, 32 connections, each command with an idempotency key.'],
  processes: [
    'Processes',
    'Openings over HTTP with one, two and four processes of intake on one database and one broker, all on the same machine.',
  ],
  'end-to-end': [
    'End to end',
    'All six processes on one machine. Openings are sent on schedule whatever became of the earlier ones, and every time counts from the scheduled moment.',
  ],
  footprint: ['Memory and processor', 'Proportional memory of each process, and processor time as per cent of a core.'],
};

/** docs/performance.md out of one run. */
export function pageOf(file: ResultFile): string {
  const { details } = file;
  const measured = SUBJECTS.filter((subject) => details.conditions[subject]);
  return `${[
    '# Performance',
    intro(file),
    '## Ratios',
    'Each beside its target, where it has one. Ratios are taken round by round, so that they hold on other machines better than rates do.\nWhat stands in the way of the others, and what was tried: [limits.md](limits.md).',
    markdownTable(RATIO_HEADER, details.ratios.map(ratioRow)),
    ...measured.flatMap((subject) => section(file, subject)),
    '## How to repeat it',
    REPEAT,
  ].join('\n\n')}\n`;
}

function intro({ machine, at, commit, minutes, options }: ResultFile): string {
  const call = ['npm run bench', ...(options.length > 0 ? ['--', ...options] : [])].join(' ');
  return [
    `Measured on ${at.slice(0, 10)} at commit ${commit} by \`${call}\` in ${minutes} minutes, written by \`npm run bench -- --write-docs\`.`,
    `The machine: ${machine.processor}, ${machine.cores} cores for everything (servers, apps and load), ${machine.memoryGb} GB,`,
    `Linux ${machine.kernel}, ${figure(machine.fdatasyncPerSecond)} fdatasync/s of one writer. PostgreSQL ${machine.postgres} with fsync`,
    `and synchronous_commit on and 128 MB of shared buffers, one Kafka broker with acks=all, Node ${machine.node}, pgbench ${machine.pgbench}.`,
    quietness(machine.loadBefore),
  ].join('\n');
}

/** Above this, somebody else was at work. */
const QUIET_LOAD = 0.5;

const quietness = (loadBefore: number): string =>
  loadBefore <= QUIET_LOAD
    ? 'Nothing else was busy on it.'
    : `**Other work was running on it (a load of ${figure(loadBefore)} before the run began): rates are too low, and ratios only roughly right.**`;

function section({ details }: ResultFile, subject: Subject): string[] {
  const mine = <Found extends { readonly subject: string }>(all: readonly Found[]) =>
    all.filter((found) => found.subject === subject);
  const [title, says] = TITLES[subject];
  const { loadAverage = 0, fdatasyncPerSecond = 0 } = details.conditions[subject] ?? {};
  const beside = `Beside it: load ${loadAverage.toFixed(1)}, ${figure(fdatasyncPerSecond)} fdatasync/s.`;
  return [
    `## ${title}`,
    [
      says,
      beside,
      ...mine(details.notes).map((note) => note.says),
      ...mine(details.leftOut).map(({ why }) => why),
    ].join(' '),
    markdownTable(RATE_HEADER, mine(details.rates).map(rateRow)),
  ];
}

export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

const REPEAT = `\`npm run bench\` builds, starts a PostgreSQL and a Kafka of its own below \`.dev/bench\`, measures, and takes them down again; it needs
Java, Maven, \`psql\` and, for the limit of append, \`pgbench\` on PATH. \`-- --quick\` takes less than five minutes, \`-- --full\` goes to ten
million events, \`-- --only append,relay\` measures some of it, \`-- --help\` says the rest. Each run leaves \`.dev/bench/<time>.json\`. Nothing else
should be busy on the machine; the load and the rate of durable writes are noted beside each part, so that a disturbed run shows.`;
