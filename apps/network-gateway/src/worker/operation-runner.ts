import { Inject, Injectable } from '@nestjs/common';
import type { Instant } from '@dispute/kernel';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { LOGGER, TenantClock, realClock } from '@dispute/app-kit';
import { type ClaimCommand, type Operation, nextToSend, whyNotSent } from '@dispute/domain';
import { type ClaimDetail, present } from '@dispute/networks';
import { ClaimBook, type ClaimHome, type LoadedClaim } from '../claims/claim-book.js';
import { isInFlight, isOpen } from '../claims/claim-view.js';
import { commandOfOutcome } from '../claims/outcome-command.js';
import { GatewayConfig } from '../config.js';
import { UnsendableDocument } from '../documents/attachment.js';
import { DocumentShelf, type SentDocument } from '../documents/document-shelf.js';
import { CaseFinder } from '../network/case-finder.js';
import { MastercomClient } from '../network/mastercom-client.js';
import { notSent, type OperationContext, type Outcome } from '../operations/executor.js';
import { Executors } from '../operations/executors.js';
import { ClaimObserver } from '../polling/claim-observer.js';

const outcomes = new Counter({
  name: 'network_operations_total',
  help: 'Operations by what became of a try',
  labelNames: ['operation', 'outcome'],
});

/** Takes one claim as far as it goes now: asks about what was sent, sends what is next. One command is in flight at a time. */
@Injectable()
export class OperationRunner {
  constructor(
    private readonly config: GatewayConfig,
    private readonly book: ClaimBook,
    private readonly clock: TenantClock,
    private readonly executors: Executors,
    private readonly finder: CaseFinder,
    private readonly observer: ClaimObserver,
    private readonly client: MastercomClient,
    private readonly shelf: DocumentShelf,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns whether the claim still has something to do later */
  async run(home: ClaimHome): Promise<boolean> {
    let claim = await this.book.load(home);
    for (;;) {
      const before = claim.history.length;
      claim = await this.step(claim);
      if (!claim.view.operations.some(isOpen)) return false;
      if (claim.history.length === before) return true;
    }
  }

  private async step(claim: LoadedClaim): Promise<LoadedClaim> {
    const flying = claim.view.operations.find(isInFlight);
    if (flying !== undefined) return this.recover(claim, flying);
    const asked = await this.askAboutAccepted(claim);
    const next = nextToSend(asked.view);
    return next === undefined ? asked : this.send(asked, next);
  }

  /** Its outcome is not known: the network is asked until it is, and only after more than an hour the command goes again. */
  private async recover(claim: LoadedClaim, operation: Operation): Promise<LoadedClaim> {
    const { operationId } = operation;
    const lost: ClaimCommand = { type: 'LoseOperation', operationId, reason: 'The answer was not received.' };
    const known = await this.tell(claim, operation, lost);
    const detail = await this.detailOf(known);
    // A network that could not be asked has not said that there is nothing.
    if (detail === undefined && known.view.claimId !== undefined) return known;
    const outcome = await this.ask(known, operation, detail);
    if (outcome.outcome !== 'absent') return this.record(known, operation, outcome);
    return this.send(known, operation);
  }

  private async askAboutAccepted(claim: LoadedClaim): Promise<LoadedClaim> {
    const waiting = claim.view.operations.filter(({ status }) => status === 'ACCEPTED');
    if (waiting.length === 0) return claim;
    const detail = await this.detailOf(claim);
    let latest = claim;
    for (const operation of waiting) {
      latest = await this.record(latest, operation, await this.ask(latest, operation, detail));
    }
    return latest;
  }

  /** The intent is stored before anything leaves; the claim's own rules say whether it may. */
  private async send(claim: LoadedClaim, wanted: Operation): Promise<LoadedClaim> {
    const { operationId } = wanted;
    const start = this.startOf(operationId);
    const mayGo = whyNotSent(claim.view, operationId, start.realTime, start.pauses) === null;
    if (!mayGo || !this.client.way.isPassable) return claim;
    const document = await this.documentOf(claim, wanted);
    if (document !== undefined && 'outcome' in document) return this.record(claim, wanted, document);
    const started = await this.tell(claim, wanted, { ...start, ...present({ documentSha256: document?.sha256 }) });
    const operation = started.view.operations.find((one) => one.operationId === operationId);
    // Another process was first: it is in flight there.
    if (operation === undefined || !isAttempt(operation, wanted.attempts + 1, start.realTime)) return started;
    return this.record(started, operation, await this.trySend(started, operation, document));
  }

  private startOf(operationId: string) {
    const { NETWORK_RESEND_AFTER_MS: afterUnknownMs, NETWORK_RETRY_AFTER_MS: afterDeferralMs } = this.config;
    const pauses = { afterUnknownMs, afterDeferralMs };
    return { type: 'StartOperation', operationId, realTime: realClock.now(), pauses } as const;
  }

  /** Made ready before the intent is stored, so that what was sent is known whatever becomes of the answer. */
  private async documentOf({ home }: LoadedClaim, operation: Operation): Promise<SentDocument | Outcome | undefined> {
    return this.prepared(operation, () => this.shelf.attachmentFor(home.tenant, operation));
  }

  private async trySend(claim: LoadedClaim, operation: Operation, document: SentDocument | undefined) {
    const context = { ...(await this.contextOf(claim, operation)), attachment: document?.attachment };
    return this.prepared(operation, () => this.executors.of(operation.operation).send(context));
  }

  /** The network's client never throws: whatever does, does so before anything was sent. */
  private async prepared<T>(operation: Operation, prepare: () => Promise<T>): Promise<T | Outcome> {
    try {
      return await prepare();
    } catch (error) {
      this.logger.error({ err: error, operation_id: operation.operationId }, 'an operation could not be prepared');
      const reason = error instanceof Error ? error.message : String(error);
      // A currency that ISO does not list, a document that no network takes: trying again would change nothing.
      const isHopeless = error instanceof UnsendableDocument || error instanceof RangeError;
      return isHopeless ? { outcome: 'refused', reason } : notSent(reason);
    }
  }

  private async ask(claim: LoadedClaim, operation: Operation, detail: ClaimDetail | undefined): Promise<Outcome> {
    return this.executors.of(operation.operation).ask(await this.contextOf(claim, operation), detail);
  }

  private async record(claim: LoadedClaim, operation: Operation, outcome: Outcome): Promise<LoadedClaim> {
    const command = commandOfOutcome(operation, outcome);
    if (command === undefined) return claim;
    outcomes.inc({ operation: operation.operation, outcome: outcome.outcome });
    this.logger.info(
      { operation: operation.operation, operation_id: operation.operationId, ...outcome },
      'told by the network',
    );
    if (outcome.outcome === 'rejected') {
      // What was rejected is this operation's item, and no later one's; then the claim tells why, before the operation ends.
      const { operationId } = operation;
      const taken = await this.tell(claim, operation, { type: 'AcceptOperation', operationId, itemId: outcome.itemId });
      if (!(await this.observe(taken))) return taken;
    }
    const told = await this.tell(claim, operation, command);
    // What was found, and not just made, may have a past.
    if (outcome.outcome === 'confirmed' && operation.status === 'UNKNOWN') await this.observe(told);
    return told;
  }

  private async tell(claim: LoadedClaim, operation: Operation, command: ClaimCommand): Promise<LoadedClaim> {
    return this.book.record(claim.home, { disputeId: operation.disputeId, command });
  }

  /** @returns whether everything that the claim tells now has been recorded */
  private async observe(claim: LoadedClaim): Promise<boolean> {
    const detail = await this.detailOf(claim);
    return detail !== undefined && (await this.observer.look(claim.home, detail));
  }

  private async detailOf({ home, view }: LoadedClaim): Promise<ClaimDetail | undefined> {
    return view.claimId === undefined ? undefined : this.finder.claim(view.claimId, await this.clock.now(home.tenant));
  }

  private async contextOf({ home, view }: LoadedClaim, operation: Operation): Promise<OperationContext> {
    return { tenant: home.tenant, stream: home.stream, at: await this.clock.now(home.tenant), view, operation };
  }
}

const isAttempt = ({ attempts, startedAt }: Operation, attempt: number, at: Instant): boolean =>
  attempts === attempt && startedAt === at;
