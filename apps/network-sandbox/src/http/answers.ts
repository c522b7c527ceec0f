import type { Outcome } from '../claim/outcome.js';
import { bundle } from '../claim/paper.js';
import { errorOf, invalid, unknown } from '../wire/mastercom-error.js';

/** What an act answers, or its refusal in Mastercard's form. */
export function answerOf<T>(outcome: Outcome<T> | undefined, claimId: string): T {
  if (!outcome) throw unknown('claim', claimId);
  if (!outcome.ok) throw errorOf(outcome.refusal);
  return outcome.answer;
}

/** Papers as one archive. Only originals are kept: nothing is merged. */
export function documentsAnswer(
  id: string,
  format: string | undefined,
  papers: readonly { filename: string; bytes: Buffer }[],
): object {
  if (format !== undefined && format !== 'ORIGINAL') {
    throw invalid('This network hands out ORIGINAL documents only.', [{ Name: 'format', Value: format }]);
  }
  if (papers.length === 0) throw unknown('document of', id);
  return { fileAttachment: { filename: `${id}.zip`, file: bundle(papers).toString('base64') } };
}
