import { present } from './read.js';
import { rejectCodeOf } from './reject-reason.js';
import { toMessageText } from './text.js';
import { type Attachment, type WireRequest, path } from './wire-request.js';

export interface ChargebackFiling {
  readonly claimId: string;
  readonly amount: string;
  readonly currency: string;
  /** The network's code, 1–4 digits. */
  readonly reasonCode: string;
  readonly isPartial: boolean;
  readonly message?: string | undefined;
  readonly attachment?: Attachment | undefined;
  /** Why the network stopped the one before it, in its words. */
  readonly rejectedFor?: string | undefined;
}

/** What has to be said when a chargeback that collaboration stopped is filed again (page "The claim"). */
const AGAIN: Readonly<Record<string, object>> = {
  5000: { refundNotReceivedIndicator: 'true' },
  5002: { acknowledgeFirstPartyTrustEvidence: true },
};

export const createChargeback = (filing: ChargebackFiling): WireRequest => ({
  operation: 'createChargeback',
  method: 'POST',
  path: path`/v6/claims/${filing.claimId}/chargebacks`,
  body: present({
    chargebackType: 'CHARGEBACK',
    amount: filing.amount,
    currency: filing.currency,
    reasonCode: filing.reasonCode,
    documentIndicator: filing.attachment === undefined ? 'false' : 'true',
    isPartialChargeback: filing.isPartial,
    messageText: toMessageText(filing.message),
    fileAttachment: filing.attachment,
    ...AGAIN[rejectCodeOf(filing.rejectedFor) ?? ''],
  }),
});

export const reverseChargeback = (claimId: string, chargebackId: string): WireRequest => ({
  operation: 'createChargebackReversal',
  method: 'POST',
  path: path`/v6/claims/${claimId}/chargebacks/${chargebackId}/reversal`,
});

/** The papers of a chargeback or second presentment as they were sent, in one zip. */
export const getChargebackDocuments = (claimId: string, chargebackId: string): WireRequest => ({
  operation: 'getChargebackDoc',
  method: 'GET',
  path: path`/v6/claims/${claimId}/chargebacks/${chargebackId}/documents?format=ORIGINAL`,
});

const chargebackList = (claimId: string, chargebackId: string) => ({ chargebackList: [{ claimId, chargebackId }] });

export const acknowledgeChargeback = (claimId: string, chargebackId: string): WireRequest => ({
  operation: 'acknowledgeChargebacks',
  method: 'PUT',
  path: '/v6/chargebacks/acknowledge',
  body: chargebackList(claimId, chargebackId),
});

export const getChargebackStatus = (claimId: string, chargebackId: string): WireRequest => ({
  operation: 'retrieveChargebackStatus',
  method: 'PUT',
  path: '/v6/chargebacks/status',
  body: chargebackList(claimId, chargebackId),
});
