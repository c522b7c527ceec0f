import type { StoredEvent } from '@dispute/contracts';
import type { ClaimCommand } from '../claim/commands.js';
import type { PostCredit } from '../credit/decider.js';
import type { DisputeCommand } from '../dispute/commands.js';
import { closeClaimWhenDisputeCloses } from './close-claim-when-dispute-closes.js';
import { fileAtNetworkWhenActionIsTaken } from './file-at-network-when-action-is-taken.js';
import { openClaimWhenDisputeOpens } from './open-claim-when-dispute-opens.js';
import { postCreditWhenRequested } from './post-credit-when-requested.js';
import { type Reaction, react } from './reaction.js';
import { recordFactWhenNetworkTells } from './record-fact-when-network-tells.js';
import { recordFilingWhenNetworkAnswers } from './record-filing-when-network-answers.js';
import { recordPostingWhenCreditPosted } from './record-posting-when-credit-posted.js';

/** What network-gateway's claims have to do when a dispute has changed. */
export const claimCommandsWhenDisputeTells = (event: StoredEvent): readonly Reaction<ClaimCommand>[] =>
  [openClaimWhenDisputeOpens, fileAtNetworkWhenActionIsTaken, closeClaimWhenDisputeCloses].flatMap((table) =>
    react(table, event),
  );

/** What credits has to post when a dispute has changed. */
export const creditCommandsWhenDisputeTells = (event: StoredEvent): readonly Reaction<PostCredit>[] =>
  react(postCreditWhenRequested, event);

/** What disputes have to learn when the gateway has heard from the network. */
export const disputeCommandsWhenNetworkTells = (event: StoredEvent): readonly Reaction<DisputeCommand>[] =>
  [recordFilingWhenNetworkAnswers, recordFactWhenNetworkTells].flatMap((table) => react(table, event));

/** What disputes have to learn when credits has posted or refused. */
export const disputeCommandsWhenCreditTells = (event: StoredEvent): readonly Reaction<DisputeCommand>[] =>
  react(recordPostingWhenCreditPosted, event);
