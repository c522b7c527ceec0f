/**
 * Every column of an event, in the order in which it is sealed, and its text. The text of a value is the same on every
 * server and in every session: times are seconds since 1970 with their fraction, `data` is what was stored, to the byte.
 */
const TEXTS = {
  epoch: 'e.epoch::text',
  shard: 'e.shard::text',
  pos: 'e.pos::text',
  tenant: 'e.tenant',
  stream: 'e.stream',
  version: 'e.version::text',
  event_id: 'e.event_id::text',
  subject: 'e.subject',
  type: 'e.type',
  schema_version: 'e.schema_version::text',
  occurred_at: 'trim_scale(extract(epoch from e.occurred_at))::text',
  recorded_at: 'trim_scale(extract(epoch from e.recorded_at))::text',
  actor_kind: 'e.actor_kind',
  actor_id: 'e.actor_id',
  command_id: 'e.command_id',
  causation_id: 'e.causation_id',
  correlation_id: 'e.correlation_id',
  traceparent: 'e.traceparent',
  commit_index: 'e.commit_index::text',
  commit_size: 'e.commit_size::text',
  webhook_sequence: 'e.webhook_sequence::text',
  rule_version: 'e.rule_version',
  calendar_version: 'e.calendar_version',
  key_id: 'e.key_id',
  data: 'e.data::text',
} as const;

export type SealedColumn = keyof typeof TEXTS;
export const SEALED_COLUMNS = Object.keys(TEXTS) as SealedColumn[];

/** An event as it is sealed: the texts of SEALED_COLUMNS. */
export type SealedRow = readonly (string | null)[];

/** The select list that gives a SealedRow in pg's row mode "array". */
export const SEALED_TEXTS = Object.values(TEXTS).join(', ');

const at = (column: SealedColumn): number => SEALED_COLUMNS.indexOf(column);
const [POS, STREAM, EVENT_ID] = [at('pos'), at('stream'), at('event_id')];

export const positionOf = (row: SealedRow): number => Number(row[POS]);
export const streamOf = (row: SealedRow): string => row[STREAM] ?? '';
export const eventIdOf = (row: SealedRow): string => row[EVENT_ID] ?? '';
