import type { CaseFiling, Claim, Item } from '../claim/claim.js';
import { type Outcome, impossible, invalidAt } from '../claim/outcome.js';

interface Choice<T> {
  readonly all: readonly T[];
  readonly idOf: (thing: T) => readonly string[];
  /** Why this one cannot be meant; undefined when it can. */
  readonly obstacle: (thing: T) => string | undefined;
  readonly field: 'chargeback_id' | 'case_id';
  readonly wanted: string | undefined;
  /** Why nothing at all can be meant. */
  readonly none: string;
}

/** The one item or case that an act is about: the one it names, or the only one that it fits. */
function choose<T>(choice: Choice<T>): { ok: true; one: T } | Extract<Outcome<never>, { ok: false }> {
  const { all, wanted, field } = choice;
  if (wanted !== undefined) {
    const named = all.find((thing) => choice.idOf(thing).includes(wanted));
    if (!named) return refusal(invalidAt(field, `The claim holds no ${wanted}.`));
    const obstacle = choice.obstacle(named);
    return obstacle === undefined ? { ok: true, one: named } : refusal(impossible(obstacle));
  }
  const fitting = all.filter((thing) => choice.obstacle(thing) === undefined);
  const [first, ...others] = fitting;
  if (first === undefined)
    return refusal(impossible(all.length === 1 ? (choice.obstacle(all[0] as T) ?? choice.none) : choice.none));
  if (others.length > 0)
    return refusal(invalidAt(field, `The claim holds several; name one: ${fitting.flatMap(choice.idOf).join(', ')}.`));
  return { ok: true, one: first };
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
    field: 'case_id',
    wanted: wanted.case_id,
    none: kind.none,
  });
}
