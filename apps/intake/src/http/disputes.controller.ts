import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, CallerOf, Contract, ContractBody, ContractParams } from '@dispute/app-kit';
import {
  type ActOnDispute,
  type DenyDispute,
  type Dispute,
  type DisputeAction,
  type OpenDispute,
  ROUTES,
  type UnavailableActions,
  type UpdateDispute,
} from '@dispute/contracts';
import { unavailableActions } from '@dispute/domain';
import { ChangeDispute } from '../commands/change-dispute.js';
import { DisputeReader } from '../commands/dispute-reader.js';
import type { Intent } from '../commands/intent.js';
import { OpensDisputes } from '../commands/open-dispute.js';
import { actionIn, answered, disputeIn, tellDeprecated } from './answers.js';
import { IfMatch, IntentOf } from './intent-of.js';

type Asking = Omit<Intent, 'asked'>;
interface DisputeParams {
  readonly dispute_id: string;
}

/** Opens, shows and changes disputes (S1, S3, S4). */
@Controller()
export class DisputesController {
  constructor(
    private readonly opens: OpensDisputes,
    private readonly changes: ChangeDispute,
    private readonly reader: DisputeReader,
  ) {}

  @Contract(ROUTES.openDispute)
  async open(
    @IntentOf() asking: Asking,
    @ContractBody() body: OpenDispute,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Dispute> {
    tellDeprecated(reply, request.url, body.reason_code);
    const handled = await this.opens.open({ ...asking, asked: { open: body } }, body);
    return disputeIn(answered(handled, reply));
  }

  @Contract(ROUTES.getDispute)
  async get(
    @CallerOf() caller: Caller,
    @ContractParams() params: DisputeParams,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Dispute> {
    const found = await this.reader.find(caller.tenant, params.dispute_id);
    void reply.header('etag', `"${found.version}"`);
    return found.resource;
  }

  @Contract(ROUTES.updateDispute)
  async update(
    @IntentOf() asking: Asking,
    @IfMatch() ifMatch: number | undefined,
    @ContractParams() params: DisputeParams,
    @ContractBody() body: UpdateDispute,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Dispute> {
    const intent = { ...asking, asked: { update: body, of: params.dispute_id } };
    const handled = await this.changes.change(
      intent,
      params.dispute_id,
      { type: 'UpdateDispute', body },
      { status: 200, ifMatch },
    );
    return disputeIn(answered(handled, reply));
  }

  @Contract(ROUTES.takeAction)
  async act(
    @IntentOf() asking: Asking,
    @IfMatch() ifMatch: number | undefined,
    @ContractParams() params: DisputeParams,
    @ContractBody() body: ActOnDispute,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DisputeAction> {
    tellDeprecated(reply, request.url, body.reason_code);
    const intent = { ...asking, asked: { act: body, on: params.dispute_id } };
    const handled = await this.changes.change(
      intent,
      params.dispute_id,
      { type: 'ActOnDispute', body },
      { status: 201, ifMatch },
    );
    return actionIn(answered(handled, reply));
  }

  @Contract(ROUTES.denyDispute)
  async deny(
    @IntentOf() asking: Asking,
    @IfMatch() ifMatch: number | undefined,
    @ContractParams() params: DisputeParams,
    @ContractBody() body: DenyDispute,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Dispute> {
    const intent = { ...asking, asked: { deny: body, of: params.dispute_id } };
    const handled = await this.changes.change(
      intent,
      params.dispute_id,
      { type: 'DenyDispute', body },
      { status: 201, ifMatch },
    );
    return disputeIn(answered(handled, reply));
  }

  @Contract(ROUTES.listUnavailableActions)
  async unavailable(
    @CallerOf() caller: Caller,
    @ContractParams() params: DisputeParams,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UnavailableActions> {
    const found = await this.reader.find(caller.tenant, params.dispute_id);
    void reply.header('etag', `"${found.version}"`);
    return {
      unavailable_actions: unavailableActions(found.dispute, found.now).map((each) => ({
        ...each,
        reasons: [...each.reasons],
      })),
    };
  }
}
