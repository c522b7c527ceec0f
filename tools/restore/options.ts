import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

export const HELP = `npm run new-epoch -- [options]

To be run once after a backup of the database was restored, before the platform is started again. Begins a new epoch in
every event store of the database and takes the consumers that were restored with it along, in one transaction. From then
on everybody ignores what Kafka still holds of the time that was lost; consumers that had come further go back by
themselves. Prints what it did. Changes nothing while anybody is connected to the database.

  --database-url URL   default: database_url of .dev/credentials.json
  --credentials FILE   default .dev/credentials.json
  --force              although others are connected (not the platform: its apps must not run)
  --help

Exit code 0: done. 2: nothing was changed, and why. See docs/how-to/restore-a-backup.md.
`;

export interface NewEpochOptions {
  readonly databaseUrl: string;
  readonly force: boolean;
}

/** A call that cannot be carried out; the message says what to change. */
export class UnusableCall extends Error {}

/** @throws UnusableCall @returns undefined where only help is asked for */
export function readOptions(args: readonly string[]): NewEpochOptions | undefined {
  const values = parsed(args);
  if (values.help) return undefined;
  return { databaseUrl: values['database-url'] ?? databaseUrlOf(values.credentials), force: values.force };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'database-url': { type: 'string' },
        credentials: { type: 'string', default: '.dev/credentials.json' },
        force: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UnusableCall(`${(error as Error).message}\nSee "npm run new-epoch -- --help".`);
  }
}

function databaseUrlOf(file: string): string {
  try {
    const { database_url: url } = JSON.parse(readFileSync(file, 'utf8')) as { database_url?: unknown };
    if (typeof url === 'string') return url;
  } catch {
    // said below
  }
  throw new UnusableCall(`${file} names no database: give --database-url.`);
}
