import type { StoredEvent } from '@dispute/contracts';
import { type Actor, streamName } from '@dispute/kernel';

/** A command that follows from an event: to which stream it goes, about which dispute, and on whose behalf. */
export interface Reaction<Command> {
  readonly stream: string;
  readonly disputeId: string;
  readonly command: Command;
  readonly actor: Actor;
}

export const SYSTEM: Actor = { kind: 'system', id: 'reactions' };

/** Name of a stream in the event's tenant and shard: everything of one transaction lives in one shard. */
export const streamBeside = (event: StoredEvent, category: string, id: string): string =>
  streamName(category, event.tenant, event.shard, id);

/** Events of a catalogue by type, each with its own data. */
export type EventTable<Catalogue, Result> = {
  readonly [Type in keyof Catalogue]?: (data: Catalogue[Type], event: StoredEvent) => readonly Result[];
};

/** Looks an event up in a table; types that are not in it have no consequence. */
export function react<Catalogue, Result>(table: EventTable<Catalogue, Result>, event: StoredEvent): readonly Result[] {
  return table[event.type as keyof Catalogue]?.(event.data as Catalogue[keyof Catalogue], event) ?? [];
}
