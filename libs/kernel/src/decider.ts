import type { Actor } from './actor.js';
import type { Instant } from './clock.js';
import type { Rejection } from './rejection.js';

/** What a command carries besides its content. Time and ids come in from outside, so that deciding stays pure. */
export interface CommandMeta {
  /** Idempotency key, or one of the platform's own; the same command always has the same id. */
  readonly commandId: string;
  readonly tenant: string;
  readonly actor: Actor;
  /** The tenant's clock when the command arrived. */
  readonly now: Instant;
  /** The n-th new id of this command: UUIDv7 in the stream's shard, the same for the same command id and n. */
  readonly newId: (n: number) => string;
}

/** An expected "no" is a value; an impossible state is thrown. */
export type Decision<Event> =
  { readonly ok: true; readonly events: readonly Event[] } | { readonly ok: false; readonly rejection: Rejection };

export const accepted = <Event>(...events: readonly Event[]): Decision<Event> => ({ ok: true, events });
export const refused = (rejection: Rejection): Decision<never> => ({ ok: false, rejection });

/** The three pure functions of an event-sourced aggregate. */
export interface Decider<State, Command, Event, Recorded = Event> {
  readonly initialState: () => State;
  readonly decide: (command: Command, state: State, meta: CommandMeta) => Decision<Event>;
  readonly evolve: (state: State, event: Recorded) => State;
}

/** Folds a history into the state that it leads to. */
export function fold<State, Event>(
  decider: Pick<Decider<State, never, never, Event>, 'initialState' | 'evolve'>,
  events: Iterable<Event>,
): State {
  let state = decider.initialState();
  for (const event of events) state = decider.evolve(state, event);
  return state;
}
