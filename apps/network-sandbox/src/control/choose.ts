import type { CaseFiling, Claim, Item } from '../claim/claim.js';
import { type Outcome, impossible, invalidAt } from '../claim/outcome.js';

interface Choice<T> {
  readonly all: readonly T[];
  readonly idOf: (thing: T) => readonly string[];
  /** Why this one cannot be meant; undefined when it can. */
  readonly obstacle: (thing: T) => string | undefined;
  readonly field: 'chargeback_id' | 'case_id';
  readonly wanted: string | undefined;
  /** Whether the claim holds anything of this id, be it of another kind. */
  readonly isThere: (id: string) => boolean;
  /** Why nothing at all can be meant. */
  readonly none: string;
}

type Chosen<T> = { readonly ok: true; readonly one: T } | Extract<Outcome<never>, { ok: false }>;

/** The one item or case that an act is about: the one it names, or the only one that it fits. */
function choose<T>(choice: Choice<T>): Chosen<T> {
  const { all, wanted, field } = choice;
  if (wanted !== undefined) return chooseNamed(choice, wanted);
  const fitting = all.filter((thing) => choice.obstacle(thing) === undefined);
  const [first, ...others] = fitting;
  if (first === undefined)
    return refusal(impossible(all.length === 1 ? (choice.obstacle(all[0] as T) ?? choice.none) : choice.none));
  if (others.length > 0)
    return refusal(invalidAt(field, `The claim holds several; name one: ${fitting.flatMap(choice.idOf).join(', ')}.`));
  return { ok: true, one: first };
}

/** An id may name several: a chargeback's also its second presentments and reversals. The one that fits is meant. */
function chooseNamed<T>(choice: Choice<T>, wanted: string): Chosen<T> {
  const named = choice.all.filter((thing) => choice.idOf(thing).includes(wanted));
  const one = named.find((thing) => choice.obstacle(thing) === undefined) ?? named.at(-1);
  if (one === undefined) {
    return refusal(
      choice.isThere(wanted) ? impossible(choice.none) : invalidAt(choice.field, `The claim holds no ${wanted}.`),
    );
  }
  const obstacle = choice.obstacle(one);
  return obstacle === undefined ? { ok: true, one } : refusal(impossible(obstacle));
}

const refusal = (outcome: Outcome<never>) => outcome as Extract<Outcome<never>, { ok: false }>;

export type Wanted = { readonly chargeback_id?: string | undefined; readonly case_id?: string | undefined };

export function chooseItem(
  claim: Claim,
  wanted: Wanted,
  kind: { type: Item['type']; reversal?: boolean; obstacle: (item: Item) => string | undefined; none: string },
) {
  const all = claim.items.filter(
    (item) => item.type === kind.type && (item.reversalOf !== null) === (kind.reversal ?? false),
  );
  return choose({
    all,
    idOf: (item) => namesOf(claim, item),
    obstacle: kind.obstacle,
    isThere: (id) => claim.items.some((item) => item.chargebackId === id),
    field: 'chargeback_id',
    wanted: wanted.chargeback_id,
    none: kind.none,
  });
}

/** An item goes by its own id, a second presentment or reversal also by that of its chargeback. */
function namesOf(claim: Claim, item: Item): readonly string[] {
  if (item.type === 'CHARGEBACK')
    return item.reversalOf === null ? [item.chargebackId] : [item.chargebackId, item.reversalOf];
  const chargebacks = claim.items.filter(
    (each) => each.type === 'CHARGEBACK' && each.reversalOf === null && each.referenceNumber === item.referenceNumber,
  );
  return [item.chargebackId, ...chargebacks.map((each) => each.chargebackId)];
}

export function chooseCase(
  claim: Claim,
  wanted: Wanted,
  kind: { types: readonly string[]; obstacle: (filing: CaseFiling) => string | undefined; none: string },
) {
  return choose({
    all: claim.cases.filter((filing) => kind.types.includes(filing.caseType)),
    idOf: (filing) => [filing.caseId],
    obstacle: kind.obstacle,
    isThere: (id) => claim.cases.some((filing) => filing.caseId === id),
    field: 'case_id',
    wanted: wanted.case_id,
    none: kind.none,
  });
}
