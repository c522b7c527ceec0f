import { ACQUIRER_ICA, type CaseType, type Claim, ISSUER_ICA } from '../claim/claim.js';
import type { Desk } from '../claim/desk.js';
import { fileCase } from '../claim/file-case.js';
import { type Outcome, impossible, invalidAt } from '../claim/outcome.js';
import { type CaseVerb, obstacleTo, ruleCase, workCase } from '../claim/work-case.js';
import type { Act, Play } from './chargeback-acts.js';
import { chooseCase } from './choose.js';
import { VIOLATIONS } from './words.js';

const asId = (outcome: Outcome<{ caseId: string }>): Outcome<{ id: string }> =>
  outcome.ok ? { ...outcome, answer: { id: outcome.answer.caseId } } : outcome;

/** A step of the acquirer in a case of this type, its own or the issuer's. */
export const acquirerStep =
  (caseType: CaseType, verb: CaseVerb, filedBy: 'I' | 'A'): Act =>
  (claim, play, desk) => {
    const choice = chooseCase(claim, play.body, {
      types: [caseType],
      obstacle: (filing) =>
        filing.filingAs === filedBy
          ? obstacleTo(filing, { verb, side: 'A' })
          : `Case ${filing.caseId} was filed by the other side.`,
      none: `The claim holds no open case of type ${caseType} of which this could be said.`,
    });
    if (!choice.ok) return choice;
    const step = { verb, side: 'A' as const, memo: play.body.memo ?? play.body.message ?? null, ...play.attachment };
    return asId(workCase(claim, choice.one, step, desk));
  };

/** The network's ruling, as it looks to the issuer. */
export const ruling =
  (caseType: '2' | '4', issuerWins: boolean): Act =>
  (claim, play, desk) => {
    const choice = chooseCase(claim, play.body, {
      types: [caseType],
      obstacle: (filing) => (filing.status === 'Open' ? undefined : `Case ${filing.caseId} is no longer open.`),
      none: `The claim holds no open case of type ${caseType} to rule on.`,
    });
    if (!choice.ok) return choice;
    const favours = issuerWins === (choice.one.filingAs === 'I') ? 'SND' : 'REC';
    return asId(ruleCase(claim, choice.one, { favours, memo: play.body.memo ?? null }, desk));
  };

/** The acquirer files against the issuer. */
export const filePreCompliance: Act = (claim, play, desk) => fileAgainstIssuer(claim, play, desk, '3');

/** It escalates the pre-compliance case that it has open, or files at once. */
export const fileCompliance: Act = (claim, play, desk) => {
  const preCases = claim.cases.filter(
    (filing) => filing.caseType === '3' && filing.filingAs === 'A' && filing.status === 'Open',
  );
  if (preCases.length === 0 && play.body.case_id === undefined) return fileAgainstIssuer(claim, play, desk, '4');
  return acquirerStep('3', 'ESCALATE', 'A')(claim, play, desk);
};

function fileAgainstIssuer(claim: Claim, play: Play, desk: Desk, caseType: '3' | '4'): Outcome<{ id: string }> {
  const { memo, violation_code: code, violation_date: date } = play.body;
  if (memo === undefined) return invalidAt('memo', 'A compliance case needs a memo.');
  if (code === undefined) return invalidAt('violation_code', 'A compliance case needs a violation code.');
  if (date === undefined) return invalidAt('violation_date', 'A compliance case needs a violation date.');
  const violationCode = VIOLATIONS[code] ?? code;
  const open = claim.cases.find(
    (filing) => filing.status === 'Open' && filing.filingAs === 'A' && filing.violationCode === violationCode,
  );
  if (open) return impossible(`The acquirer has case ${open.caseId} open for this violation.`);
  const request = {
    caseType,
    filingAs: 'A' as const,
    filingIca: ACQUIRER_ICA,
    filedAgainstIca: ISSUER_ICA,
    amount: claim.amount,
    currency: claim.currency,
    referenceNumbers: [],
    memo,
    reasonCode: null,
    merchantName: null,
    customerFilingNumber: null,
    violationCode,
    violationDate: date.slice(0, 10) as typeof claim.createDate,
    ...play.attachment,
  };
  return asId(fileCase(claim, request, desk));
}
