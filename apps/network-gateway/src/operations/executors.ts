import { Injectable } from '@nestjs/common';
import type { NetworkOperation } from '@dispute/contracts';
import { CaseFinder } from '../network/case-finder.js';
import { MastercomClient } from '../network/mastercom-client.js';
import { acceptRepresentment } from './accept-representment.js';
import { answerCase, escalateCase, fileCase, withdrawCase } from './cases.js';
import { changeClaim } from './change-claim.js';
import { fileChargeback, reverseChargebackOperation } from './chargebacks.js';
import type { Executor } from './executor.js';
import { OpenClaim } from './open-claim.js';

/** How each operation is done at the network: the one table of them. */
@Injectable()
export class Executors {
  private readonly table: Readonly<Record<NetworkOperation, Executor>>;

  constructor(client: MastercomClient, finder: CaseFinder, openClaim: OpenClaim) {
    const tools = { client, finder };
    this.table = {
      OPEN_CLAIM: openClaim,
      CLOSE_CLAIM: changeClaim(client, finder, 'CLOSE'),
      REOPEN_CLAIM: changeClaim(client, finder, 'REOPEN'),
      FILE_CHARGEBACK: fileChargeback(tools),
      REVERSE_CHARGEBACK: reverseChargebackOperation(client),
      ACKNOWLEDGE_REPRESENTMENT: acceptRepresentment(client),
      FILE_CASE: fileCase(tools),
      ESCALATE_CASE: escalateCase(tools),
      WITHDRAW_CASE: withdrawCase(tools),
      ANSWER_CASE: answerCase(tools),
    };
  }

  of(operation: NetworkOperation): Executor {
    return this.table[operation];
  }
}
