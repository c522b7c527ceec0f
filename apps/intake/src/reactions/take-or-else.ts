import { isDatabaseAway } from '@dispute/app-kit';
import { retryDelayMs, StoreOverloaded } from '@dispute/event-store';

/** A message with which nothing is wrong cannot be taken now. */
export class TakeAgain extends Error {
  override readonly name = 'TakeAgain';
}

/**
 * Takes a message. Only trouble that passes by itself holds up those behind it: the database is away, overloaded or busy.
 * Any other failure would come again with the same message, for ever; what is to become of it, `otherwise` decides.
 */
export async function takeOrElse(
  take: () => Promise<void>,
  otherwise: (failure: Error) => Promise<void>,
): Promise<void> {
  try {
    await take();
  } catch (failure) {
    if (passesByItself(failure)) throw failure;
    await otherwise(failure as Error);
  }
}

function passesByItself(failure: unknown): boolean {
  const isBusy = failure instanceof TakeAgain || failure instanceof StoreOverloaded;
  return isBusy || isDatabaseAway(failure) || retryDelayMs(failure) !== undefined || isOfAnotherRelease(failure);
}

/** A function, a table or a column is missing: between two releases that is the schema's fault, never the message's. */
const isOfAnotherRelease = (failure: unknown): boolean =>
  failure instanceof Error && 'code' in failure && /^42(883|P01|703)$/.test(String(failure.code));
