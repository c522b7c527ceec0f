import type { CreditEvent, DatedEvent, DomainEvent, NetworkEvent, StoredEvent } from '@dispute/contracts';
import type { Actor, CommandMeta } from '@dispute/kernel';
import {
  type ClaimCommand,
  type DisputeCommand,
  type PostCredit,
  type Reaction,
  claimCommandsWhenDisputeTells,
  claimDecider,
  creditCommandsWhenDisputeTells,
  creditDecider,
  disputeCommandsWhenCreditTells,
  disputeCommandsWhenNetworkTells,
  nextToSend,
} from '../index.js';
import { Life } from './life.js';

/** Dispute, claim and credit of one transaction, joined by the reactions alone, as the apps join them over Kafka. */
export class Platform {
  readonly life = new Life();
  claim = claimDecider.initialState();
  credit = creditDecider.initialState();
  readonly networkEvents: NetworkEvent[] = [];
  readonly creditEvents: CreditEvent[] = [];
  private stored = 0;

  /** Something happens to the dispute; everything that follows from it happens too, but for what the network answers. */
  send(step: (life: Life) => void): void {
    const told = this.life.events.length;
    step(this.life);
    this.tell(this.life.events.slice(told));
  }

  private tell(events: readonly DomainEvent[]): void {
    for (const event of events.map((found) => this.store(found))) {
      for (const { command } of claimCommandsWhenDisputeTells(event)) this.toClaim(command);
      for (const { command } of creditCommandsWhenDisputeTells(event)) this.toCredit(command);
    }
  }

  /** The gateway sends what is next; the network answers with a claim, an item or a date. */
  networkAnswers(
    answer: { readonly claimId?: string; readonly externalReferenceId?: string } = {},
  ): string | undefined {
    const next = nextToSend(this.claim);
    if (!next) return undefined;
    const { operationId, operation } = next;
    this.toClaim({ type: 'StartOperation', operationId, realTime: this.life.now });
    this.toClaim({ type: 'ConfirmOperation', operationId, ...answer });
    return operation;
  }

  toClaim(command: ClaimCommand): void {
    const decision = claimDecider.decide(command, this.claim, this.meta());
    if (!decision.ok) throw new Error(decision.rejection.detail);
    for (const event of decision.events) {
      this.claim = claimDecider.evolve(this.claim, { ...event, occurredAt: this.life.now });
      this.networkEvents.push(event);
    }
    for (const event of decision.events) this.react(disputeCommandsWhenNetworkTells(this.store(event)));
  }

  private toCredit(command: PostCredit): void {
    const decision = creditDecider.decide(command, this.credit, this.meta());
    if (!decision.ok) throw new Error(decision.rejection.detail);
    for (const event of decision.events) {
      this.credit = creditDecider.evolve(this.credit, { ...event, occurredAt: this.life.now });
      this.creditEvents.push(event);
      this.react(disputeCommandsWhenCreditTells(this.store(event)));
    }
  }

  private react(reactions: readonly Reaction<DisputeCommand>[]): void {
    for (const { command, actor } of reactions) this.send((life) => life.send(command, actor));
  }

  private meta(): CommandMeta {
    const actor: Actor = { kind: 'system', id: 'reactions' };
    return { commandId: 'c', tenant: 'acme_sandbox', actor, now: this.life.now, newId: () => 'unused' };
  }

  private store(event: DomainEvent): StoredEvent {
    const dated: DatedEvent = { ...event, occurredAt: this.life.now };
    const place = { tenant: 'acme_sandbox', shard: 57, subject: this.life.state.opening.dispute_id };
    return {
      ...dated,
      ...place,
      eventId: `event ${++this.stored}`,
      recordedAt: this.life.now,
    } as StoredEvent;
  }
}
