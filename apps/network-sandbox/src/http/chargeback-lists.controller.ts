import { Body, Inject, Put } from '@nestjs/common';
import { type Instant, instantOf } from '@dispute/kernel';
import { type Acknowledgement, acknowledge } from '../claim/acknowledge.js';
import { done } from '../claim/outcome.js';
import { documentStatusOf } from '../claim/settle.js';
import { ClaimStore } from '../store/claim-store.js';
import { MastercomController } from '../wire/mastercom.controller.js';
import { Performs } from '../wire/operations.js';
import { checkedBody } from '../wire/check.js';
import { StatedDate } from '../wire/request-parts.js';
import { ChargebackList } from './chargeback-forms.js';

const Acknowledge = ChargebackList(500);
const Status = ChargebackList(2000);

/** Operations on many chargebacks at once; each line is answered for itself. */
@MastercomController('chargebacks')
export class ChargebackListsController {
  constructor(@Inject(ClaimStore) private readonly claims: ClaimStore) {}

  @Put('acknowledge')
  @Performs('acknowledgeChargebacks')
  async acknowledge(@Body() raw: unknown, @StatedDate() stated: Instant | undefined): Promise<object> {
    const chargebackResponseList: Acknowledgement[] = [];
    for (const { claimId, chargebackId } of checkedBody(Acknowledge, raw).chargebackList) {
      const outcome = await this.claims.change(claimId, stated, (claim) => {
        const step = acknowledge(claim, chargebackId);
        return done(step.claim, step.answer);
      });
      chargebackResponseList.push(
        outcome?.ok
          ? outcome.answer
          : { chargebackId, status: 'FAILURE', failureReason: `There is no claim ${claimId}.` },
      );
    }
    return { chargebackResponseList };
  }

  @Put('status')
  @Performs('retrieveChargebackStatus')
  async status(@Body() raw: unknown): Promise<object> {
    const chargebackResponseList = [];
    for (const { claimId, chargebackId } of checkedBody(Status, raw).chargebackList) {
      const claim = await this.claims.see(claimId);
      const item = claim?.items.find((each) => each.chargebackId === chargebackId);
      const status = item ? documentStatusOf(item, instantOf(Date.now())) : 'UNAVAILABLE';
      chargebackResponseList.push({ claimId, chargebackId, status });
    }
    return { chargebackResponseList };
  }
}
