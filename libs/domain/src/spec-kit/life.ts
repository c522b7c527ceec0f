import type { Dated, Dispute, DisputeEvent } from '@dispute/contracts';
import { type Actor, type CommandMeta, type Instant, type Rejection, isBefore } from '@dispute/kernel';
import {
  type DisputeCommand,
  type DisputeState,
  type DueTimer,
  type KnownDispute,
  commandOfTimer,
  decideDispute,
  disputeDecider,
  disputedTransactionDecider,
  timersOf,
  toDisputeResource,
} from '../index.js';

export const ISSUER: Actor = { kind: 'issuer', id: 'key of acme_sandbox' };
const CLOCK: Actor = { kind: 'clock', id: 'timers' };

/** One dispute's life in memory: commands are decided with its reservations, due timers fire, ids are counted. */
export class Life {
  now = '2024-05-28T22:48:24Z' as Instant;
  readonly events: Dated<DisputeEvent>[] = [];
  /** Events of the last command. */
  latest: readonly DisputeEvent[] = [];
  rejection: Rejection | undefined;
  private both = { dispute: disputeDecider.initialState(), reservations: disputedTransactionDecider.initialState() };
  private commands = 0;

  get state(): KnownDispute {
    if (!this.both.dispute.exists) throw new Error('no dispute has been opened');
    return this.both.dispute;
  }

  get anyState(): DisputeState {
    return this.both.dispute;
  }

  get resource(): Dispute {
    return toDisputeResource(this.state, this.now);
  }

  /** What is offered, as "ACTION/VERB". */
  get offered(): string[] {
    return this.resource.available_actions.map(({ action, state }) => `${action}/${state}`);
  }

  /** Sends a command; a refusal is kept in `rejection`. */
  send(command: DisputeCommand, actor: Actor = ISSUER): void {
    const decision = decideDispute(command, this.both, this.meta(actor));
    this.rejection = decision.ok ? undefined : decision.rejection;
    this.latest = decision.ok ? decision.disputeEvents : [];
    if (!decision.ok) return;
    this.both = decision.after;
    this.events.push(...decision.disputeEvents.map((event) => ({ ...event, occurredAt: this.now })));
  }

  /** Moves the clock on, and lets every timer fire once that falls due on the way. */
  passUntil(end: string): void {
    const fired = new Set<string>();
    for (;;) {
      const [next] = [...timersOf(this.both.dispute)]
        .filter((timer) => !isBefore(end as Instant, timer.due) && !fired.has(nameOf(timer)))
        .sort((a, b) => a.due.localeCompare(b.due));
      if (!next) break;
      fired.add(nameOf(next));
      this.now = isBefore(this.now, next.due) ? next.due : this.now;
      this.send(commandOfTimer(next), CLOCK);
    }
    this.now = end as Instant;
  }

  /** Its history in one line each, for a failing spec. */
  told(): string {
    return this.events.map(({ type, data, occurredAt }) => `${occurredAt} ${type} ${JSON.stringify(data)}`).join('\n');
  }

  /** Another dispute of the same transaction, sharing its reservations. */
  sibling(): Life {
    const other = new Life();
    other.both = { dispute: disputeDecider.initialState(), reservations: this.both.reservations };
    other.now = this.now;
    other.commands = this.commands + 1000;
    return other;
  }

  meta(actor: Actor): CommandMeta {
    const command = String(++this.commands).padStart(8, '0');
    return {
      commandId: `command-${command}`,
      tenant: 'acme_sandbox',
      actor,
      now: this.now,
      newId: (n) => `${command}-0000-7000-8000-${String(n).padStart(12, '0')}`,
    };
  }
}

const nameOf = ({ kind, due }: DueTimer): string => `${kind} ${due}`;
