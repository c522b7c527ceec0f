/** What a ratio should be at least, or at most. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

export interface RatioMeaning {
  /** Said beside the number. */
  readonly says: string;
  /** Ratios that only inform have none. */
  readonly target?: Target;
}

/** Ten more per cent at a hundred times the size would be 1.1; the target is 1.2. */
const FLAT: Target = { atMost: 1.2 };

/** Every ratio that a run may have. */
export const RATIOS = {
  append_to_pgbench_batch: {
    says: 'append, 256 callers, as intake commits (outcome and timers included) : pgbench, 100 rows of events an insert',
    target: { atLeast: 0.5 },
  },
  append_events_only_to_pgbench_batch: {
    says: 'append, 256 callers, events alone : pgbench, 100 rows of events an insert',
  },
  append_to_pgbench_single: { says: 'append, 256 callers : pgbench, one row an insert' },
  append_to_emmett: {
    says: 'append, 256 callers : Emmett, the same commits (events/s)',
    target: { atLeast: 10 },
  },
  append_to_message_db: {
    says: 'append, 256 callers : Message DB, the same commits (events/s)',
    target: { atLeast: 10 },
  },
  append_single_to_emmett: { says: 'append, 256 callers, one event a commit : Emmett, one event a commit' },
  append_single_to_message_db: { says: 'append, 256 callers, one event a commit : Message DB, one event a commit' },
  lone_append_to_bound: {
    says: 'a lone caller’s p50 : 3 fdatasync + 0.5 ms',
    target: { atMost: 1 },
  },
  snapshot_append: {
    says: 'append, time for the same events beside a long snapshot : without it',
    target: FLAT,
  },
  relay_to_producer: {
    says: 'relay, store to topic : kafka-producer-perf-test, records as long as ours on the wire',
    target: { atLeast: 0.5 },
  },
  relay_to_producer_600b: { says: 'relay : kafka-producer-perf-test, records of 600 B' },
  projection_apply_to_page_reads: {
    says: 'projection, applying deliveries : reading the same events page by page',
    target: { atLeast: 0.5 },
  },
  projection_rebuild_to_page_reads: {
    says: 'projection, catching up from zero : reading the same events page by page',
    target: { atLeast: 0.5 },
  },
  http_open_to_bare: {
    says: 'intake, opening a dispute : bare Nest on Fastify with the same validation',
    target: { atLeast: 0.5 },
  },
  http_action_to_bare: {
    says: 'intake, posting an action : bare Nest on Fastify with the same validation',
    target: { atLeast: 0.5 },
  },
  end_to_end_p99_to_100ms: {
    says: 'end to end, the slowest of the four stages, p99 at half the sustainable rate : 100 ms',
    target: { atMost: 1 },
  },
  growth_append: { says: 'append, time for the same events in a large store : in a small one', target: FLAT },
  growth_load: { says: 'load by id, p50, large store : small one', target: FLAT },
  growth_list_first_page: { says: 'list, page 1, p50, large store : small one', target: FLAT },
  growth_list_far_page: { says: 'list, page 1,000 (or the last one), p50, large store : small one', target: FLAT },
  growth_relay_lag: { says: 'relay, append to topic, p50, large store : small one', target: FLAT },
} as const satisfies Record<string, RatioMeaning>;

export type RatioName = keyof typeof RATIOS;

export const meaningOf = (name: RatioName): RatioMeaning => RATIOS[name];

export const isReached = (ratio: number, target: Target): boolean =>
  'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;

export const targetText = (target: Target): string =>
  'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
