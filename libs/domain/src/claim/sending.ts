import { type Instant, type Rejection, epochMs } from '@dispute/kernel';
import { MASTERCOM_PAUSES, type SendingPauses } from './commands.js';
import { type ClaimState, type Operation, isInFlight, isSettled } from './state.js';

/**
 * The operation that may go out next: of those asked for, the first whose dispute has none before it unsettled. Nothing goes
 * out while one is in flight, nor before the claim is open, but its opening. When it may go out is `whyNotSent`'s to say.
 */
export function nextToSend(state: ClaimState): Operation | undefined {
  if (state.operations.some(isInFlight)) return undefined;
  const waiting = state.operations.filter((operation) => !isSettled(operation));
  return waiting.find(
    (operation, place) =>
      operation.status === 'REQUESTED' &&
      (operation.operation === 'OPEN_CLAIM' || state.claimId !== undefined) &&
      !waiting.slice(0, place).some((earlier) => earlier.disputeId === operation.disputeId),
  );
}

/** What the network has to be asked about: outcomes that are unknown, and items whose confirmation is still to come. */
export const operationsToAskAbout = (state: ClaimState): readonly Operation[] =>
  state.operations.filter(({ status }) => status === 'STARTED' || status === 'UNKNOWN' || status === 'ACCEPTED');

/** Why an operation must not be sent now; null where it may (rulebook 7). */
export function whyNotSent(
  state: ClaimState,
  operationId: string,
  realTime: Instant,
  pauses: SendingPauses = MASTERCOM_PAUSES,
): Rejection | null {
  const operation = state.operations.find((found) => found.operationId === operationId);
  if (!operation || isSettled(operation) || operation.status === 'ACCEPTED') {
    return notNow(`Operation ${operationId} is ${operation?.status ?? 'not known'}; there is nothing to send.`);
  }
  const other = state.operations.find((found) => isInFlight(found) && found.operationId !== operationId);
  if (other) return notNow(`Operation ${other.operationId} of this claim is in flight; wait for its outcome.`);
  return tooEarly(operation, realTime, pauses);
}

function tooEarly(operation: Operation, realTime: Instant, pauses: SendingPauses): Rejection | null {
  if (!operation.startedAt) return null;
  const passedMs = epochMs(realTime) - epochMs(operation.startedAt);
  if (operation.status === 'REQUESTED') {
    return passedMs >= pauseOf(operation, pauses)
      ? null
      : notNow(
          'The same command is not sent twice within a minute; one that did not get out waits for the way to open.',
        );
  }
  return passedMs > pauses.afterUnknownMs
    ? null
    : notNow('Its outcome is unknown: ask the network; send again only after more than an hour.');
}

const FIRST_UNSENT_PAUSE_MS = 1000;

/** What never left cannot be a duplicate: it goes again soon, and ever less often while the network is out of reach. */
const pauseOf = ({ unsent, attempts }: Operation, { afterDeferralMs }: SendingPauses): number =>
  unsent ? Math.min(FIRST_UNSENT_PAUSE_MS * 2 ** (attempts - 1), afterDeferralMs) : afterDeferralMs;

const notNow = (detail: string): Rejection => ({ code: 'ACTION_NOT_AVAILABLE', detail });
