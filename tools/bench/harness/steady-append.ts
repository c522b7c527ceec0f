import type { AppendRequest, EventStore } from '@dispute/event-store';
import { eventsOf, openingAndAction } from './disputes.ts';

/** Disputes that are decided beforehand: what is measured is what storing them takes. */
const DECIDED_AHEAD = 64;

/** Callers that open disputes and act on them, one after another, until they are told to stop. */
export class SteadyAppend {
  /** Events stored so far. */
  stored = 0;
  private stopped = false;
  private readonly store: EventStore;
  private readonly ahead: (readonly AppendRequest[])[] = [];
  private readonly work: Promise<unknown>;

  constructor(store: EventStore, callers: number) {
    this.store = store;
    this.work = Promise.all(Array.from({ length: callers }, () => this.call()));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.work;
  }

  private async call(): Promise<void> {
    while (!this.stopped) {
      for (const commit of this.next()) {
        const { verdict } = await this.store.append(commit);
        if (verdict !== 'appended') throw new Error(`a commit of the bench was not appended: ${verdict}`);
        this.stored += eventsOf(commit).length;
      }
    }
  }

  private next(): readonly AppendRequest[] {
    if (this.ahead.length === 0) this.ahead.push(...Array.from({ length: DECIDED_AHEAD }, openingAndAction));
    return this.ahead.pop() ?? [];
  }
}
