import { randomUUID } from 'node:crypto';
import { Controller, Headers, Inject } from '@nestjs/common';
import {
  Contract,
  ContractBody,
  ContractParams,
  HttpRejection,
  IdempotentAnswers,
  type IdempotentRequest,
  notFound,
} from '@dispute/app-kit';
import { type CalendarDate, inputFault, startOfUtcDay } from '@dispute/kernel';
import type { Refusal } from '../claim/outcome.js';
import { ClaimStore } from '../store/claim-store.js';
import { FaultStore } from '../store/fault-store.js';
import { OPERATIONS, operationNamed } from '../wire/operations.js';
import { play } from './acts.js';
import type { Play } from './chargeback-acts.js';
import { CONTROL, type SandboxAct, type SandboxFault } from './routes.js';
import { type ClaimAddress, GatewayDirectory } from './gateway-directory.js';

const KEY = 'idempotency-key';

interface Taken {
  readonly network_event_id: string;
}

/** Plays the acquirer and the network, and plants bad weather. Not part of the network's own API. */
@Controller()
export class SandboxController {
  constructor(
    @Inject(ClaimStore) private readonly claims: ClaimStore,
    @Inject(FaultStore) private readonly faults: FaultStore,
    @Inject(GatewayDirectory) private readonly gateway: GatewayDirectory,
    @Inject(IdempotentAnswers) private readonly answers: IdempotentAnswers,
  ) {}

  @Contract(CONTROL.actOnClaim)
  actOnClaim(
    @ContractParams() { claim_id: claimId }: { claim_id: string },
    @ContractBody() body: SandboxAct,
    @Headers(KEY) key: string | undefined,
  ): Promise<Taken> {
    return this.act({ claimId }, body, { key, content: ['claim', claimId, body] });
  }

  @Contract(CONTROL.actOnDispute)
  async actOnDispute(
    @ContractParams() { dispute_id: disputeId }: { dispute_id: string },
    @ContractBody() body: SandboxAct,
    @Headers(KEY) key: string | undefined,
  ): Promise<Taken> {
    const address = await this.gateway.claimOf(disputeId);
    return this.act(address, body, { key, content: ['dispute', disputeId, body] });
  }

  @Contract(CONTROL.plantFault)
  async plant(@ContractBody() body: SandboxFault, @Headers(KEY) key: string | undefined): Promise<void> {
    const operation = operationNamed(body.operation);
    if (!operation) {
      throw new HttpRejection(inputFault('/operation', 'enum', `It must be one of ${OPERATIONS.join(', ')}.`));
    }
    await this.answers.commitOnce({ key, content: ['fault', body] }, (tx) =>
      this.faults.plant(operation, body.fault, body.times, tx),
    );
  }

  private act(address: ClaimAddress, body: SandboxAct, once: IdempotentRequest): Promise<Taken> {
    const request: Play = { body, attachment: attachmentOf(body) };
    const stated = body.network_date === undefined ? address.now : startOfUtcDay(body.network_date as CalendarDate);
    return this.answers.commitOnce(once, async (tx) => {
      const outcome = await this.claims.changeWithin(tx, address.claimId, stated, (claim, desk) =>
        play(claim, request, desk),
      );
      if (!outcome) throw notFound('claim');
      if (!outcome.ok) throw rejectionOf(outcome.refusal);
      return { network_event_id: randomUUID() };
    });
  }
}

function attachmentOf({ document }: SandboxAct): Play['attachment'] {
  if (!document) return {};
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(document.content_base64) || document.content_base64.length % 4 !== 0) {
    throw new HttpRejection(inputFault('/document/content_base64', 'base64', 'It must be base64.'));
  }
  return { attachment: { filename: document.file_name, bytes: Buffer.from(document.content_base64, 'base64') } };
}

function rejectionOf(refusal: Refusal): HttpRejection {
  if (refusal.kind === 'invalid') {
    return new HttpRejection(inputFault(`/${refusal.field ?? ''}`, 'not_possible', refusal.why));
  }
  const code = refusal.kind === 'unknown' ? 'RESOURCE_NOT_FOUND' : 'ACTION_NOT_AVAILABLE';
  return new HttpRejection({ code, detail: refusal.why });
}
