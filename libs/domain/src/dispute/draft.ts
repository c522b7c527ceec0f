import type { DisputeEvent } from '@dispute/contracts';
import type { CommandMeta, Decision } from '@dispute/kernel';
import { evolve } from './evolve.js';
import type { KnownDispute } from './state.js';

/** The events of one decision in the making; each step sees the dispute as the steps before it leave it. */
export class Draft {
  private readonly events: DisputeEvent[] = [];
  private idsTaken = 0;

  constructor(
    private current: KnownDispute,
    readonly meta: CommandMeta,
  ) {}

  get state(): KnownDispute {
    return this.current;
  }

  add(event: DisputeEvent): void {
    this.events.push(event);
    this.current = evolve(this.current, { ...event, occurredAt: this.meta.now }) as KnownDispute;
  }

  nextId(): string {
    return this.meta.newId(this.idsTaken++);
  }

  done(): Decision<DisputeEvent> {
    return { ok: true, events: this.events };
  }
}
