import { type Outcome, invalidAt } from '../claim/outcome.js';
import type { Claim } from '../claim/claim.js';
import type { Desk } from '../claim/desk.js';
import { acquirerStep, fileCompliance, filePreCompliance, ruling } from './case-acts.js';
import {
  acceptChargeback,
  type Act,
  type Play,
  presentAgain,
  rejectChargeback,
  rejectReversal,
  takeBackPresentment,
} from './chargeback-acts.js';

/** Everything that the acquirer and the network can be made to do. Issuer's acts come over the wire. */
const ACTS: Readonly<Record<string, Act>> = {
  'REPRESENTMENT/CREATE': presentAgain,
  'REPRESENTMENT/REVERSE': takeBackPresentment,
  'CHARGEBACK/ACCEPT': acceptChargeback,
  'CHARGEBACK/NETWORK_REJECT': rejectChargeback,
  'CHARGEBACK/NETWORK_REJECT_REVERSAL': rejectReversal,
  'PRE_ARBITRATION/REBUT': acquirerStep('1', 'REJECT', 'I'),
  'PRE_ARBITRATION/ACCEPT': acquirerStep('1', 'ACCEPT', 'I'),
  'ARBITRATION/REBUT': acquirerStep('2', 'REBUT', 'I'),
  'ARBITRATION/ACCEPT': acquirerStep('2', 'ACCEPT', 'I'),
  'ARBITRATION/WON': ruling('2', true),
  'ARBITRATION/LOST': ruling('2', false),
  'PRE_COMPLIANCE/CREATE': filePreCompliance,
  'PRE_COMPLIANCE/REBUT': acquirerStep('3', 'REJECT', 'I'),
  'PRE_COMPLIANCE/ACCEPT': acquirerStep('3', 'ACCEPT', 'I'),
  'PRE_COMPLIANCE/REVERSE': acquirerStep('3', 'WITHDRAW', 'A'),
  'COMPLIANCE/CREATE': fileCompliance,
  'COMPLIANCE/REBUT': acquirerStep('4', 'REBUT', 'I'),
  'COMPLIANCE/ACCEPT': acquirerStep('4', 'ACCEPT', 'I'),
  'COMPLIANCE/REVERSE': acquirerStep('4', 'WITHDRAW', 'A'),
  'COMPLIANCE/WON': ruling('4', true),
  'COMPLIANCE/LOST': ruling('4', false),
};

export function play(claim: Claim, request: Play, desk: Desk): Outcome<{ id: string }> {
  const { action, state } = request.body;
  const act = ACTS[`${action}/${state}`];
  if (!act) {
    const known = Object.keys(ACTS).join(', ');
    return invalidAt('state', `${action}/${state} is no act of the acquirer or the network; these are: ${known}.`);
  }
  return act(claim, request, desk);
}
