import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

export const HELP = `npm run verify-audit -- [options]

Computes the audit chain of every event store anew and compares it with the seals in the database and with the roots
that were exported from it. Finds every altered, removed, inserted or reordered event, a removed tail, a removed stream,
and altered or removed seals. Events of the youngest second have no seal yet; they are counted, and are no fault.

  --database-url URL        default: database_url of .dev/credentials.json
  --audit-dir DIR           exported roots; default .dev/audit
  --credentials FILE        default .dev/credentials.json
  --schema NAME             only this store; default: every store of the database. May be given several times
  --restored-epoch N        a backup was restored and began epoch N: roots that were exported before are allowed to be lost
  --most N                  faults printed for each store (default 50); all are counted
  --help

Exit code 0: everything is as it was sealed. 1: something was altered (printed with its place). 2: it could not be verified.
`;

export interface AuditOptions {
  readonly databaseUrl: string;
  readonly auditDir: string;
  /** Stores to verify; none: all of them. */
  readonly schemas: readonly string[];
  readonly restoredEpoch: number | undefined;
  readonly most: number;
}

/** A call that cannot be carried out; the message says what to change. */
export class UnusableCall extends Error {}

/** @throws UnusableCall @returns undefined where only help is asked for */
export function readOptions(args: readonly string[]): AuditOptions | undefined {
  const values = parsed(args);
  if (values.help) return undefined;
  const { credentials } = values;
  return {
    databaseUrl: values['database-url'] ?? databaseUrlOf(credentials),
    auditDir: values['audit-dir'] ?? path.join(path.dirname(credentials), 'audit'),
    schemas: values.schema,
    restoredEpoch: numberOf('--restored-epoch', values['restored-epoch']),
    most: numberOf('--most', values.most) ?? 50,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'database-url': { type: 'string' },
        'audit-dir': { type: 'string' },
        credentials: { type: 'string', default: '.dev/credentials.json' },
        schema: { type: 'string', multiple: true, default: [] },
        'restored-epoch': { type: 'string' },
        most: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UnusableCall(`${(error as Error).message}\nSee "npm run verify-audit -- --help".`);
  }
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined || /^\d+$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new UnusableCall(`${name} takes a whole number, not "${text}".`);
}

function databaseUrlOf(file: string): string {
  try {
    const { database_url: url } = JSON.parse(readFileSync(file, 'utf8')) as { database_url?: unknown };
    if (typeof url === 'string') return url;
  } catch {
    // said below
  }
  throw new UnusableCall(`${file} names no database: run "npm start" first, or give --database-url and --audit-dir.`);
}
