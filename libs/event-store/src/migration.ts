import { appendFunction } from './sql/append-function.js';
import { guardedAppendFunction } from './sql/guarded-append-function.js';
import { shareLeasesFunction } from './sql/share-leases-function.js';
import { tables } from './sql/tables.js';

export interface SqlMigration {
  readonly up: string[];
  readonly down: string[];
}

/** DDL of an event store inside an app's own schema, which must exist. */
export function eventStoreMigration(schema: string): SqlMigration {
  return {
    up: [...tables(schema), appendFunction(schema), guardedAppendFunction(schema), shareLeasesFunction(schema)],
    down: [
      `drop function ${schema}.share_leases(text, text[], text, float8)`,
      `drop function ${schema}.append_guarded(json, json)`,
      `drop function ${schema}.append(json)`,
      `drop table ${schema}.lease, ${schema}.relayed, ${schema}.lookup, ${schema}.timer, ${schema}.idempotency, ${schema}.seal, ${schema}.event, ${schema}.epoch`,
    ],
  };
}
