import type { Claim } from './claim.js';
import type { Paper } from './paper.js';

/**
 * Why the network does not do something. `invalid`: the request is wrong in itself (`field` says where);
 * `impossible`: not with this claim as it stands; `names` are ids that the answer carries.
 */
export interface Refusal {
  readonly kind: 'invalid' | 'impossible' | 'unknown' | 'forbidden';
  readonly why: string;
  readonly field?: string;
  readonly names?: Readonly<Record<string, string>>;
}

/** A claim after an act, what the caller is told, and the papers that came with it; or a refusal. */
export type Outcome<T> =
  | { readonly ok: true; readonly claim: Claim; readonly answer: T; readonly papers: readonly Paper[] }
  | { readonly ok: false; readonly refusal: Refusal };

export const done = <T>(claim: Claim, answer: T, papers: readonly Paper[] = []): Outcome<T> => ({
  ok: true,
  claim,
  answer,
  papers,
});

const no = (refusal: Refusal): Outcome<never> => ({ ok: false, refusal });

export const impossible = (why: string, names?: Readonly<Record<string, string>>): Outcome<never> =>
  no({ kind: 'impossible', why, ...(names ? { names } : {}) });
export const invalidAt = (field: string, why: string): Outcome<never> =>
  no({ kind: 'invalid', why, field, names: { [field]: why } });
export const notFound = (what: string, id: string): Outcome<never> =>
  no({ kind: 'unknown', why: `There is no ${what} ${id} in this claim.` });
export const forbidden = (why: string): Outcome<never> => no({ kind: 'forbidden', why });
