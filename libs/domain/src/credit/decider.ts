import type { CreditEvent, CreditMovement, Dated, LedgerEntry } from '@dispute/contracts';
import { type Decider, type Decision, accepted } from '@dispute/kernel';

/** The credit of one dispute in the ledger. */
export interface CreditState {
  /** What the cardholder holds for the time being, in minor units. */
  readonly provisional: number;
  readonly final: boolean;
  /** Postings that have an outcome: asking again changes nothing. */
  readonly settled: ReadonlySet<string>;
}

export interface PostCredit {
  readonly type: 'PostCredit';
  readonly disputeId: string;
  readonly postingId: string;
  readonly movement: CreditMovement;
  readonly amount: number;
  readonly currency: string;
  readonly accountId: string;
  /** The network pays for it: the dispute is WON. */
  readonly recovered?: boolean;
}

export const creditDecider: Decider<CreditState, PostCredit, CreditEvent, Dated<CreditEvent>> = {
  initialState: () => ({ provisional: 0, final: false, settled: new Set() }),
  decide,
  evolve,
};

/** Posts a movement once. What the ledger cannot do is a refusal that the dispute hears of, not an error. */
function decide(command: PostCredit, state: CreditState): Decision<CreditEvent> {
  const { disputeId: dispute_id, postingId: posting_id, movement, amount, currency, accountId: account_id } = command;
  if (state.settled.has(posting_id)) return accepted();
  const reason = whyNot(command, state);
  if (reason) {
    return accepted<CreditEvent>({ type: 'credit.refused.v1', data: { dispute_id, posting_id, movement, reason } });
  }
  const entries = entriesOf(command, state);
  return accepted<CreditEvent>({
    type: 'credit.posted.v1',
    data: { dispute_id, posting_id, movement, amount, currency, account_id, entries },
  });
}

function whyNot({ movement, amount }: PostCredit, state: CreditState): string | null {
  if (state.final) return 'The credit is final already.';
  if (movement === 'PROVISIONAL')
    return state.provisional > 0 ? 'The cardholder has a provisional credit already.' : null;
  if (movement === 'REVERSAL' && state.provisional === 0) return 'There is no provisional credit to reverse.';
  return state.provisional > 0 && state.provisional !== amount
    ? `The provisional credit is ${state.provisional}, not ${amount}.`
    : null;
}

/**
 * Double entry: positive credits a ledger account, negative debits it; the lines sum to zero. A provisional credit is owed
 * by the dispute's outcome; when it becomes final, the network or the institution bears it.
 */
function entriesOf({ movement, amount, accountId, recovered }: PostCredit, state: CreditState): LedgerEntry[] {
  const cardholder = `cardholder:${accountId}`;
  const bearer = recovered ? 'network-settlement' : 'dispute-loss';
  switch (movement) {
    case 'PROVISIONAL':
      return transfer('dispute-receivable', cardholder, amount);
    case 'REVERSAL':
      return transfer(cardholder, 'dispute-receivable', amount);
    case 'FINAL':
      return transfer(bearer, state.provisional > 0 ? 'dispute-receivable' : cardholder, amount);
  }
}

const transfer = (debited: string, credited: string, amount: number): LedgerEntry[] => [
  { ledger: debited, amount_minor: -amount },
  { ledger: credited, amount_minor: amount },
];

function evolve(state: CreditState, event: Dated<CreditEvent>): CreditState {
  const settled = new Set(state.settled).add(event.data.posting_id);
  if (event.type === 'credit.refused.v1') return { ...state, settled };
  const { movement, amount } = event.data;
  return { provisional: movement === 'PROVISIONAL' ? amount : 0, final: movement === 'FINAL', settled };
}
