import { CONFLICT_STATE } from '../errors.js';
import { BATCH_PARAMETERS } from './append-function.js';

/**
 * The append of a consumer: all requests, its checkpoint and its parked events, or nothing. A request that is known
 * already has been stored by an earlier run, and is passed over. advance_checkpoint belongs to the consumer's migration.
 */
export function guardedAppendFunction(schema: string): string {
  return `
create or replace function ${schema}.append_guarded(${BATCH_PARAMETERS}, guard json)
returns table (request integer, verdict text, refused_append integer, first_pos float8, recorded_ms float8,
               in_epoch integer, sequences integer[])
language plpgsql volatile
as $guarded$
begin
  if request_rows::text <> '[]' then -- most of what a consumer reads has no effects
    for request, verdict, refused_append, first_pos, recorded_ms, in_epoch, sequences in
      select a.* from ${schema}.append(batch, request_rows, event_rows, event_data, timer_rows, lookup_rows) a
    loop
      if verdict = 'conflict' then
        raise exception using errcode = '${CONFLICT_STATE}', message = 'append conflict', detail = refused_append::text;
      end if;
      return next;
    end loop;
  end if;
  perform ${schema}.advance_checkpoint(guard);
end
$guarded$`;
}
