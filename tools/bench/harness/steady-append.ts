import type { EventStore } from '@dispute/event-store';
import { append, type Commits } from './appending.ts';
import { eventsOf, openingAndAction } from './disputes.ts';

/** Disputes that are decided beforehand: what is measured is what storing them takes. */
const DECIDED_AHEAD = 64;

/** Callers that open disputes and act on them, one after another, until they are told to stop. */
export class SteadyAppend {
  /** Events stored so far. */
  stored = 0;
  private stopped = false;
  private readonly store: EventStore;
  private readonly ahead: Commits[] = [];
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
        await append(this.store, commit);
        this.stored += eventsOf(commit).length;
      }
    }
  }

  private next(): Commits {
    if (this.ahead.length === 0) this.ahead.push(...Array.from({ length: DECIDED_AHEAD }, openingAndAction));
    return this.ahead.pop() ?? [];
  }
}
