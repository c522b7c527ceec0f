import pg from 'pg';
import {
  ExportedRoots,
  exportedSchemas,
  faultLine,
  readExportedRoots,
  storeSchemas,
  type VerifiedStore,
  verifyStore,
} from '@dispute/event-store';
import { type AuditOptions, UnusableCall } from './options.ts';

type Print = (line: string) => void;

const PROGRESS_EVERY_MS = 5000;

/** Verifies all stores one after another and prints what it finds. @returns number of faults @throws UnusableCall */
export async function audit(options: AuditOptions, print: Print): Promise<number> {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 2, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => undefined);
  try {
    const { schemas, lost } = await schemasToVerify(pool, options);
    for (const schema of lost)
      print(`✗ ${schema}: its roots are in ${options.auditDir}, the database holds no such store`);
    let faults = lost.length;
    for (const schema of schemas) faults += await auditStore(pool, schema, { options, print });
    print('');
    print(faults === 0 ? 'The audit trail is as it was sealed.' : `The audit trail was altered: ${faults} fault(s).`);
    return faults;
  } finally {
    await pool.end();
  }
}

interface StoresToVerify {
  readonly schemas: readonly string[];
  /** Sealed once, and gone. */
  readonly lost: readonly string[];
}

/** A store whose roots were exported has to be in the database, and the other way round. */
async function schemasToVerify(pool: pg.Pool, { schemas, auditDir }: AuditOptions): Promise<StoresToVerify> {
  const stores = await storeSchemas(pool).catch((error: unknown) => {
    throw new UnusableCall(`The database cannot be read: ${messageOf(error)}`);
  });
  const exported = exportedSchemas(auditDir);
  const asked = schemas.length > 0 ? schemas : [...new Set([...stores, ...exported])];
  const missing = asked.filter((schema) => !stores.includes(schema));
  const unknown = missing.filter((schema) => !exported.includes(schema));
  if (unknown.length > 0) throw new UnusableCall(`The database holds no sealed event store ${unknown.join(', ')}.`);
  if (asked.length === 0) throw new UnusableCall('The database holds no sealed event store.');
  return { schemas: asked.filter((schema) => stores.includes(schema)), lost: missing };
}

async function auditStore(
  pool: pg.Pool,
  schema: string,
  { options, print }: { readonly options: AuditOptions; readonly print: Print },
): Promise<number> {
  const exported = await exportedOf(pool, schema, options.auditDir);
  const { restoredEpoch, most } = options;
  let faults = 0;
  const verified = await verifyStore(pool, {
    schema,
    exported,
    onFault: (fault) => {
      if (++faults <= most) print(`✗ ${faultLine(fault)}`);
    },
    onProgress: everyFewSeconds((events) => print(`  ${schema}: ${events} events verified so far`)),
    ...(restoredEpoch === undefined ? {} : { restoredEpoch }),
  });
  if (faults > most) print(`✗ ${schema}: and ${faults - most} more`);
  print(`${faults === 0 ? '✓' : '✗'} ${summary(schema, verified)}`);
  if (exported.unreadable > 0) print(`  ${exported.unreadable} line(s) of the exported roots cannot be read`);
  return faults;
}

/** @throws UnusableCall where a store has seals and no file of roots: a wrong directory must not look like a sound store */
async function exportedOf(pool: pg.Pool, schema: string, auditDir: string): Promise<ExportedRoots> {
  if (exportedSchemas(auditDir).includes(schema)) return readExportedRoots(auditDir, schema);
  const { rowCount } = await pool.query(`select from ${schema}.seal limit 1`);
  if (rowCount === 0) return new ExportedRoots(schema);
  throw new UnusableCall(`No exported roots of ${schema} are in ${auditDir}: name their place with --audit-dir.`);
}

function summary(schema: string, { shards, seals, events, unsealed, unexported, restored }: VerifiedStore): string {
  const rest = [
    unsealed > 0 && `the youngest ${unsealed} event(s) are not sealed yet`,
    unexported > 0 && `the youngest ${unexported} seal(s) are not exported yet`,
    restored > 0 && `${restored} exported root(s) were taken back by the restore`,
  ];
  return [`${schema}: ${events} events under ${seals} seals in ${shards} shards`, ...rest].filter(Boolean).join('; ');
}

function everyFewSeconds(tell: (events: number) => void): (events: number) => void {
  let next = performance.now() + PROGRESS_EVERY_MS;
  return (events) => {
    if (performance.now() < next) return;
    next = performance.now() + PROGRESS_EVERY_MS;
    tell(events);
  };
}

/** A refused connection has no message of its own, only those of its attempts. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return (error as Error).message;
}
