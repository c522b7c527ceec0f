import { appendFunction, requestType } from './sql/append-function.js';
import { guardedAppendFunction } from './sql/guarded-append-function.js';
import { shareLeasesFunction } from './sql/share-leases-function.js';
import { tables } from './sql/tables.js';

export interface SqlMigration {
  readonly up: string[];
  readonly down: string[];
}

/** DDL of an event store inside an app's own schema, which must exist. */
export function eventStoreMigration(schema: string): SqlMigration {
  const functions = eventStoreFunctions(schema);
  return {
    up: [...tables(schema), ...functions.up],
    down: [
      ...functions.down,
      `drop function ${schema}.share_leases(text, text[], text, float8)`,
      `drop table ${schema}.lease, ${schema}.relayed, ${schema}.lookup, ${schema}.timer, ${schema}.idempotency, ${schema}.seal, ${schema}.event, ${schema}.epoch`,
    ],
  };
}

/**
 * The functions alone, as they are now, for a schema that an earlier release has made. Those of the earlier release have
 * other parameters and stay: its processes go on with them until the last one has ended.
 */
export function eventStoreFunctions(schema: string): SqlMigration {
  return {
    up: [requestType(schema), appendFunction(schema), guardedAppendFunction(schema), shareLeasesFunction(schema)],
    down: [
      `drop function if exists ${schema}.append_guarded(json, json, json, json[], json, json, json)`,
      `drop function if exists ${schema}.append(json, json, json, json[], json, json)`,
      `drop type if exists ${schema}.append_request`,
    ],
  };
}
