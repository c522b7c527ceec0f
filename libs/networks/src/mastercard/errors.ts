import { type Fields, fieldsOf, flagOf, listOf, proseOf, textOf } from './read.js';

/** One error of an answer, in the API's own form or in that of the gateway before it (page "Errors"). */
export interface NetworkFault {
  readonly source: string;
  readonly reasonCode: string;
  readonly description: string;
  /** The client can mend it. */
  readonly recoverable: boolean;
  readonly details: ReadonlyMap<string, string>;
}

/** Reads `{"Errors":[…]}` and `{"Errors":{"Error":[…]}}`; empty when the body is neither. */
export function readFaults(body: unknown): readonly NetworkFault[] {
  const errors = fieldsOf(body)['Errors'];
  const inner = Array.isArray(errors) ? (errors as unknown[]) : listOf(fieldsOf(errors)['Error']);
  return inner.map((entry) => faultOf(fieldsOf(entry)));
}

function faultOf(entry: Fields): NetworkFault {
  const details = fieldsOf(entry['Details'])['Detail'] ?? entry['Details'];
  return {
    source: textOf(entry['Source']) ?? '',
    reasonCode: textOf(entry['ReasonCode']) ?? '',
    description: proseOf(entry['Description']) ?? '',
    recoverable: flagOf(entry['Recoverable']),
    details: new Map(
      listOf(details).map((detail) => {
        const pair = fieldsOf(detail);
        return [textOf(pair['Name']) ?? '', textOf(pair['Value']) ?? ''] as const;
      }),
    ),
  };
}

/** What became of a request, told by its answer alone. */
export type AnswerClass = 'done' | 'not-done' | 'unknown' | 'refused';

/**
 * No answer, 408, 500, 502 and 504 leave the outcome unknown; after 429 and 503 nothing has happened;
 * every other 4xx is a refusal (page "Hazards").
 */
export function classOfStatus(status: number | undefined): AnswerClass {
  if (status === undefined) return 'unknown';
  if (NOT_DONE.has(status)) return 'not-done';
  if (status >= 200 && status < 300) return 'done';
  return status >= 400 && status < 500 && status !== REQUEST_TIMEOUT ? 'refused' : 'unknown';
}

const NOT_DONE: ReadonlySet<number> = new Set([429, 503]);
const REQUEST_TIMEOUT = 408;

/**
 * The same with what the answer says. Where the network does not let us in (wrong key, clock or signature) nothing has
 * happened, and it is ours to mend: no dispute is to be told that it was rejected.
 */
export function classOfAnswer(status: number, faults: readonly NetworkFault[]): AnswerClass {
  const isKeptOut = status === 401 || faults.some(({ reasonCode }) => reasonCode === 'AUTHENTICATION_FAILED');
  return isKeptOut ? 'not-done' : classOfStatus(status);
}

/** One sentence for people: codes and descriptions of an answer's errors. */
export function wordsOf(status: number, faults: readonly NetworkFault[]): string {
  const words = faults
    .map((fault) => `${fault.reasonCode}: ${fault.description}`.trim())
    .filter((text) => text !== ':');
  return words.length > 0 ? words.join('; ') : `HTTP ${status}`;
}

/** The id of the claim that exists already, named by a refused createClaim. */
export function existingClaimOf(faults: readonly NetworkFault[]): string | undefined {
  for (const fault of faults) {
    const named = fault.details.get('claimId');
    if (named !== undefined && /^\d{1,19}$/.test(named)) return named;
  }
  return undefined;
}
