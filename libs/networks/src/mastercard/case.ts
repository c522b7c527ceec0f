import type { CalendarDate } from '@dispute/kernel';
import { type Fields, dayOf, fieldsOf, listOf, proseOf, textOf } from './read.js';

/** The network's stage of a case: caseType on the wire. */
export const CASE_TYPES = { PRE_ARBITRATION: '1', ARBITRATION: '2', PRE_COMPLIANCE: '3', COMPLIANCE: '4' } as const;
export type CaseStage = keyof typeof CASE_TYPES;

const STAGE_OF_TYPE: Readonly<Record<string, CaseStage>> = {
  1: 'PRE_ARBITRATION',
  2: 'ARBITRATION',
  3: 'PRE_COMPLIANCE',
  4: 'COMPLIANCE',
};

/** The stage that a case comes from when it was escalated. */
export const STAGE_BEFORE: Readonly<Partial<Record<CaseStage, CaseStage>>> = {
  ARBITRATION: 'PRE_ARBITRATION',
  COMPLIANCE: 'PRE_COMPLIANCE',
};
export const STAGE_AFTER: Readonly<Partial<Record<CaseStage, CaseStage>>> = {
  PRE_ARBITRATION: 'ARBITRATION',
  PRE_COMPLIANCE: 'COMPLIANCE',
};

/** One line of a case's history. `action` is in capitals without spaces: "FAVORSENDER". */
export interface CaseStep {
  readonly action: string;
  readonly date: CalendarDate | undefined;
  readonly memo: string | undefined;
  /** The stage that the case was in when this happened; of an ESCALATE the one that it led to. */
  readonly stage: CaseStage;
}

export interface CaseFiling {
  readonly caseId: string;
  readonly stage: CaseStage;
  readonly status: string | undefined;
  readonly filedBy: 'issuer' | 'acquirer';
  readonly amount: string | undefined;
  readonly currency: string | undefined;
  readonly violationCode: string | undefined;
  readonly violationDate: CalendarDate | undefined;
  readonly referenceNumbers: readonly string[];
  /** Oldest first; a ruling that stands only in the details is its last step. */
  readonly steps: readonly CaseStep[];
}

/** Reads a claim's caseFilingDetails, whether it holds one case or a list of them. */
export function readCases(value: unknown): readonly CaseFiling[] {
  return listOf(value).flatMap((entry) => readCase(fieldsOf(entry)));
}

function readCase(entry: Fields): readonly CaseFiling[] {
  const details = fieldsOf(entry['caseFilingDetails']);
  const caseId = textOf(details['caseId']);
  const stage = STAGE_OF_TYPE[textOf(details['caseType']) ?? ''];
  if (caseId === undefined || stage === undefined) return [];
  return [
    {
      caseId,
      stage,
      status: textOf(entry['caseFilingStatus']),
      filedBy: textOf(details['filingAs'])?.startsWith('A') ? 'acquirer' : 'issuer',
      amount: textOf(details['disputeAmount']),
      currency: textOf(details['currencyCode']),
      violationCode: textOf(details['violationCode']),
      violationDate: dayOf(details['violationDate']),
      referenceNumbers: listOf(details['chargebackRefNum']).flatMap((number) => textOf(number) ?? []),
      steps: stepsOf(listOf(entry['caseFilingRespHistory']).map(fieldsOf), details, stage),
    },
  ];
}

const actionOf = (value: unknown): string => (textOf(value) ?? '').toUpperCase().replace(/[\s_]+/g, '');
const RULINGS = new Set(['FAVORSENDER', 'FAVORRECEIVER', 'DECLINED', 'FILEDINERROR', 'REVIEWED', 'EXPIRED']);

function stepsOf(newestFirst: readonly Fields[], details: Fields, stageNow: CaseStage): readonly CaseStep[] {
  const history = [...newestFirst].reverse();
  const escalated = history.some((step) => actionOf(step['action']) === 'ESCALATE');
  let stage = (escalated ? STAGE_BEFORE[stageNow] : undefined) ?? stageNow;
  const steps: CaseStep[] = [];
  for (const step of history) {
    const action = actionOf(step['action']);
    if (action === 'ESCALATE') stage = STAGE_AFTER[stage] ?? stage;
    steps.push({ action, date: dayOf(step['responseDate']), memo: proseOf(step['memo']), stage });
  }
  const ruling = actionOf(details['rulingStatus']);
  if (RULINGS.has(ruling) && !steps.some((step) => step.action === ruling)) {
    steps.push({ action: ruling, date: dayOf(details['rulingDate']), memo: undefined, stage });
  }
  return steps;
}
