import { parseArgs } from 'node:util';

/** What can be measured, in the order in which it is. */
export const SUBJECTS = [
  'append',
  'snapshot',
  'load',
  'relay',
  'projection',
  'growth',
  'http',
  'processes',
  'end-to-end',
  'footprint',
] as const;
export type Subject = (typeof SUBJECTS)[number];

export interface BenchOptions {
  readonly only: readonly Subject[];
  /** Shorter rounds, fewer of them, fewer events. */
  readonly quick: boolean;
  /** Growth goes on to ten million events, and a snapshot stays open for ten minutes. */
  readonly full: boolean;
  /** Writes docs/performance.md: from this run, or from the last one where nothing is to be measured. */
  readonly writeDocs: boolean;
  readonly help: boolean;
}

export const HELP = `npm run bench -- [options]: measures the real store, relay, projection, intake and platform against what they stand on.

  --only append,relay   some subjects: ${SUBJECTS.join(', ')}
  --quick               under five minutes: shorter and fewer rounds
  --full                growth to 10,000,000 events as well, a snapshot open for ten minutes
  --write-docs          write docs/performance.md from the newest full result; with --only, --quick or --full: measure first
  --help                this

PostgreSQL and Kafka are embedded ones of its own (fsync on), below .dev/bench. pgbench is taken from PATH.
Results: .dev/bench/<time>.json. Ctrl-C stops everything.`;

/** @throws Error with a sentence for the user */
export function readArguments(args: readonly string[]): BenchOptions {
  const off = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, quick: off, full: off, 'write-docs': off, help: off },
  });
  const { only, 'write-docs': writeDocs, ...rest } = values;
  if (rest.quick && rest.full) throw new Error('--quick and --full exclude each other.');
  return { ...rest, writeDocs, only: only === undefined ? SUBJECTS : subjectsIn(only) };
}

function subjectsIn(text: string): readonly Subject[] {
  const named = text.split(',').map((name) => name.trim());
  const unknown = named.filter((name) => !SUBJECTS.some((subject) => subject === name));
  if (unknown.length > 0) {
    throw new Error(`There is no bench "${unknown.join(', ')}": choose from ${SUBJECTS.join(', ')}.`);
  }
  return SUBJECTS.filter((subject) => named.includes(subject));
}
