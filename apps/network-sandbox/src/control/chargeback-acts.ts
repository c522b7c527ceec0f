import { moveFunds, rejectItem, rejectReasonOf, represent, reverseRepresentment } from '../claim/acquirer-acts.js';
import { type Claim, type Item, representmentOf } from '../claim/claim.js';
import type { Desk } from '../claim/desk.js';
import type { Attachment } from '../claim/file-chargeback.js';
import type { Outcome } from '../claim/outcome.js';
import { chooseItem } from './choose.js';
import type { SandboxAct } from './routes.js';
import { SECOND_PRESENTMENT_CODES } from './words.js';

/** A request of the control API with its document decoded. */
export interface Play {
  readonly body: SandboxAct;
  readonly attachment: { readonly attachment?: Attachment };
}
export type Act = (claim: Claim, play: Play, desk: Desk) => Outcome<{ id: string }>;

const NO_CHARGEBACK = 'The claim holds no chargeback that clearing has processed.';

/** Why the acquirer cannot answer this chargeback. */
function unanswerable(claim: Claim, item: Item): string | undefined {
  if (item.state === 'PENDING') return 'Clearing has not processed the chargeback yet.';
  if (item.state === 'REJECTED') return 'The network has rejected the chargeback.';
  if (item.reversed) return 'The chargeback has been reversed.';
  if (claim.collaborations.some((each) => each.referenceNumber === item.referenceNumber)) {
    return 'The acquirer has accepted the chargeback.';
  }
  return representmentOf(claim, item) ? 'The acquirer has presented again already.' : undefined;
}

const answerable = (claim: Claim, play: Play) =>
  chooseItem(claim, play.body, {
    type: 'CHARGEBACK',
    obstacle: (item) => unanswerable(claim, item),
    none: NO_CHARGEBACK,
  });

export const presentAgain: Act = (claim, play, desk) => {
  const choice = answerable(claim, play);
  if (!choice.ok) return choice;
  const { representment_reason_code: reason, message, memo } = play.body;
  const act = {
    // An acquirer that names no reason leaves the field empty; the samples show null for absent.
    reasonCode: reason === undefined ? null : (SECOND_PRESENTMENT_CODES[reason] ?? null),
    messageText: message ?? null,
    memo: memo ?? null,
    ...play.attachment,
  };
  return represent(claim, choice.one, act, desk);
};

export const takeBackPresentment: Act = (claim, play, desk) => {
  const choice = chooseItem(claim, play.body, {
    type: 'SECOND_PRESENTMENT',
    obstacle: (item) => (item.reversed ? 'The second presentment has been reversed already.' : undefined),
    none: 'The claim holds no second presentment that stands.',
  });
  return choice.ok ? reverseRepresentment(claim, choice.one, desk) : choice;
};

export const acceptChargeback: Act = (claim, play, desk) => {
  const choice = answerable(claim, play);
  return choice.ok ? moveFunds(claim, choice.one, play.body.memo ?? play.body.message ?? null, desk) : choice;
};

export const rejectChargeback: Act = (claim, play) => {
  const choice = chooseItem(claim, play.body, {
    type: 'CHARGEBACK',
    obstacle: (item) => (item.state === 'PENDING' ? undefined : unanswerable(claim, item)),
    none: 'The claim holds no chargeback that the network could reject.',
  });
  return choice.ok ? rejectItem(claim, choice.one, rejectReasonOf(codeIn(play.body.message))) : choice;
};

export const rejectReversal: Act = (claim, play) => {
  const choice = chooseItem(claim, play.body, {
    type: 'CHARGEBACK',
    reversal: true,
    obstacle: (item) =>
      item.state === 'PENDING' ? undefined : 'Clearing has dealt with the reversal; it cannot be rejected any more.',
    none: 'The claim holds no reversal that waits for clearing.',
  });
  return choice.ok ? rejectItem(claim, choice.one, rejectReasonOf(codeIn(play.body.message))) : choice;
};

/** A message of four digits names the reject reason, such as 5000 (refunded in collaboration); otherwise "other". */
const codeIn = (message: string | undefined): string => (/^\d{4}$/.test(message ?? '') ? (message as string) : '5051');
