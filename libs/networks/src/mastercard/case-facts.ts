import type { Verb } from '@dispute/contracts';
import type { CalendarDate } from '@dispute/kernel';
import type { CaseFiling, CaseStage, CaseStep } from './case.js';

/** What the other party or the network did in a case. */
export interface CaseFact {
  readonly action: CaseStage;
  readonly state: Verb;
  readonly by: 'acquirer' | 'network';
  readonly date: CalendarDate | undefined;
  readonly memo: string | undefined;
}

type Row = readonly [action: string, filedBy: 'issuer' | 'acquirer', state: Verb, by: 'acquirer' | 'network'];

/**
 * A step of the history and who filed the case → the fact. What is not here we did ourselves, or it changes nothing:
 * MODIFYCASE. REVIEWED and, but for a pre-arbitration, EXPIRED are told as activities.
 */
const ROWS: readonly Row[] = [
  ['ACCEPT', 'issuer', 'ACCEPT', 'acquirer'],
  ['REJECT', 'issuer', 'REBUT', 'acquirer'],
  ['REBUT', 'issuer', 'REBUT', 'acquirer'],
  ['FAVORSENDER', 'issuer', 'WON', 'network'],
  ['FAVORRECEIVER', 'issuer', 'LOST', 'network'],
  ['DECLINED', 'issuer', 'LOST', 'network'],
  ['FILEDINERROR', 'issuer', 'LOST', 'network'],
  ['CREATECASE', 'acquirer', 'CREATE', 'acquirer'],
  ['ESCALATE', 'acquirer', 'CREATE', 'acquirer'],
  ['WITHDRAW', 'acquirer', 'REVERSE', 'acquirer'],
  ['FAVORSENDER', 'acquirer', 'LOST', 'network'],
  ['FAVORRECEIVER', 'acquirer', 'WON', 'network'],
  ['DECLINED', 'acquirer', 'WON', 'network'],
  ['FILEDINERROR', 'acquirer', 'WON', 'network'],
];

/** Silence for 30 days accepts a pre-arbitration (page "Sequences"). */
export const isAcceptedBySilence = (step: CaseStep, filing: CaseFiling): boolean =>
  step.action === 'EXPIRED' && step.stage === 'PRE_ARBITRATION' && filing.filedBy === 'issuer';

/** The facts of a case, oldest first. */
export function factsOfCase(filing: CaseFiling): readonly CaseFact[] {
  return filing.steps.flatMap((step) => factOfStep(step, filing));
}

function factOfStep(step: CaseStep, filing: CaseFiling): readonly CaseFact[] {
  const fact = { action: step.stage, date: step.date, memo: step.memo };
  if (isAcceptedBySilence(step, filing)) return [{ ...fact, state: 'ACCEPT', by: 'acquirer' }];
  const row = ROWS.find(([action, filedBy]) => action === step.action && filedBy === filing.filedBy);
  return row === undefined ? [] : [{ ...fact, state: row[2], by: row[3] }];
}
