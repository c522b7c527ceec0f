import type { KnownClaim } from '@dispute/networks';
import type { Operation } from '@dispute/domain';
import type { ClaimView } from './claim-view.js';

/** Chargebacks of a dispute that the network has taken, oldest first. */
export const chargebacksOf = (view: ClaimView, disputeId: string): readonly Operation[] =>
  view.operations.filter(
    (one) => one.operation === 'FILE_CHARGEBACK' && one.disputeId === disputeId && one.itemId !== undefined,
  );

/** The chargeback that a dispute stands on: its latest. */
export const chargebackOf = (view: ClaimView, disputeId: string): Operation | undefined =>
  chargebacksOf(view, disputeId).at(-1);

/** The network's words for its rejection of a dispute's chargeback, the last one. */
export const lastRejectionOf = (view: ClaimView, disputeId: string): string | undefined =>
  view.facts.findLast(
    (one) => one.disputeId === disputeId && one.fact.action === 'CHARGEBACK' && one.fact.state === 'NETWORK_REJECT',
  )?.fact.reason;

/** The second presentment that a dispute has met last. */
export const representmentOf = (view: ClaimView, disputeId: string): string | undefined =>
  view.facts.findLast(
    (one) => one.disputeId === disputeId && one.fact.action === 'REPRESENTMENT' && one.fact.state === 'CREATE',
  )?.fact.item_id;

/**
 * Every item of the claim that an operation of ours has made. What a fact told about is not among them: polling may see
 * an item before the operation that made it has been recognised.
 */
export const ownItems = (view: ClaimView): ReadonlySet<string> =>
  new Set(view.operations.flatMap((one) => one.itemId ?? []));

/** The case of ours that a dispute is in, by the family of its stage: arbitration or compliance. */
export const ownCaseOf = (view: ClaimView, disputeId: string, stage: string): string | undefined =>
  view.operations.findLast(
    (one) =>
      one.operation === 'FILE_CASE' &&
      one.disputeId === disputeId &&
      one.itemId !== undefined &&
      familyOf(one.details.action?.action ?? '') === familyOf(stage),
  )?.itemId;

/** The acquirer's case that a dispute has met last. */
export const theirCaseOf = (view: ClaimView, disputeId: string, stage: string): string | undefined =>
  view.facts.findLast(
    ({ disputeId: of, fact }) =>
      of === disputeId &&
      fact.state === 'CREATE' &&
      fact.by === 'acquirer' &&
      familyOf(fact.action) === familyOf(stage),
  )?.fact.item_id;

const familyOf = (stage: string): string => stage.replace(/^PRE_/, '');

/** What observing has to know. @param claimId the claim that the disputes live in */
export function knownOf(view: ClaimView, claimId: string): KnownClaim {
  const chargebacks = view.operations.filter((one) => one.operation === 'FILE_CHARGEBACK' && one.itemId !== undefined);
  const cases = view.operations.filter((one) => one.operation === 'FILE_CASE' && one.itemId !== undefined);
  const theirCases = view.facts.filter(({ fact }) => fact.item_id !== undefined && isCase(fact.action));
  return {
    claimId,
    disputes: [...view.disputes.keys()],
    chargebacks: new Map(chargebacks.map((one) => [one.itemId ?? '', one.disputeId])),
    reversals: new Map(
      view.operations
        .filter((one) => one.operation === 'REVERSE_CHARGEBACK' && one.itemId !== undefined)
        .map((one) => [one.itemId ?? '', chargebackOf(view, one.disputeId)?.itemId ?? '']),
    ),
    cases: new Map([
      ...theirCases.map((one) => [one.fact.item_id ?? '', one.disputeId] as const),
      ...cases.map((one) => [one.itemId ?? '', one.disputeId] as const),
    ]),
    facts: view.seenFacts,
  };
}

const isCase = (action: string): boolean => /ARBITRATION|COMPLIANCE/.test(action);
