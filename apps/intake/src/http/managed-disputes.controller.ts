import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Contract, ContractBody, ContractParams, type PlatformRequest } from '@dispute/app-kit';
import { type ManagedActionRecorded, type RecordManagedAction, ROUTES } from '@dispute/contracts';
import type { HandledWell } from '../commands/handled.js';
import { ManagedDisputes } from '../commands/managed-disputes.js';
import { actionIn, answered, disputeIn } from './answers.js';
import { idempotencyKeyOf, IfMatch } from './intent-of.js';

/** All operators share one credential. */
const OPERATORS = 'operators';

/** Disputes that ops manages, whosever tenant's they are. */
@Controller()
export class ManagedDisputesController {
  constructor(private readonly managed: ManagedDisputes) {}

  @Contract(ROUTES.recordManagedAction)
  async record(
    @ContractParams() params: { dispute_id: string },
    @ContractBody() body: RecordManagedAction,
    @IfMatch() ifMatch: number | undefined,
    @Req() request: PlatformRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ManagedActionRecorded> {
    const key = idempotencyKeyOf(request);
    const intent = {
      tenant: body.tenant,
      actor: { kind: 'ops', id: OPERATORS },
      channel: 'http',
      principal: OPERATORS,
      correlationId: request.id,
      asked: { record: body, on: params.dispute_id },
      ...(key === undefined ? {} : { key }),
      ...(request.traceparent === undefined ? {} : { traceparent: request.traceparent }),
    } as const;
    return recordIn(answered(await this.managed.record(intent, params.dispute_id, body, ifMatch), reply));
  }
}

/** The action; a case beside a live chargeback has none, and stands last among the cases. */
function recordIn(handled: HandledWell): ManagedActionRecorded {
  const found = handled.resultId === null ? disputeIn(handled).network_cases?.at(-1) : actionIn(handled);
  if (!found) throw new Error('neither an action nor a case was recorded');
  return found;
}
