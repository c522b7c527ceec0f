/** The one catalogue of refusals: HTTP status and title of each stable code (interfaces: Errors). */
export const REFUSALS = {
  BAD_REQUEST_BODY: { status: 400, title: 'The request is not well formed' },
  PAYMENT_RAIL_NOT_SUPPORTED: { status: 400, title: 'This payment rail is not supported yet' },
  CARD_NUMBER_REFUSED: { status: 400, title: 'Card numbers are not accepted in free text' },
  UNAUTHORIZED: { status: 401, title: 'No valid credential' },
  FORBIDDEN: { status: 403, title: 'This credential may not do that' },
  RESOURCE_NOT_FOUND: { status: 404, title: 'No such object' },
  DUPLICATE_RESOURCE: { status: 409, title: 'The same object exists already' },
  ACTION_NOT_AVAILABLE: { status: 409, title: 'This action is not available now' },
  DISPUTE_CLOSED: { status: 409, title: 'The dispute is closed' },
  CLOCK_BACKWARDS: { status: 409, title: 'The test clock only moves forward' },
  PRECONDITION_FAILED: { status: 412, title: 'The object has changed since' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The request is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'This media type is not accepted' },
  AMOUNT_EXCEEDS_TRANSACTION: { status: 422, title: 'More than the transaction holds' },
  TRANSACTION_NOT_POSTED: { status: 422, title: 'Only a posted transaction can be disputed' },
  TRANSACTION_UNKNOWN: { status: 422, title: 'The transaction is not known' },
  IDEMPOTENCY_INVALID_REUSE: { status: 422, title: 'The idempotency key belongs to another request' },
  IDEMPOTENCY_CONCURRENT_USE: { status: 422, title: 'A request with this idempotency key is still in flight' },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests' },
  INTERNAL_ERROR: { status: 500, title: 'Something went wrong on our side' },
  TEMPORARILY_UNAVAILABLE: { status: 503, title: 'Not possible right now' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type RefusalCode = keyof typeof REFUSALS;

/** One thing that is wrong with the input: where (JSON pointer), what, and how to mend it. */
export interface InputFault {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** Why an action is not available: which guard, since or until when, and the rule's source. */
export interface UnavailabilityReason {
  readonly code: string;
  readonly since: string | null;
  readonly until: string | null;
  readonly detail: string;
  readonly source: string;
}

/** An expected "no". `detail` says what, why and how to mend it, in one or two sentences. */
export interface Rejection {
  readonly code: RefusalCode;
  readonly detail: string;
  readonly errors?: readonly InputFault[];
  readonly reasons?: readonly UnavailabilityReason[];
  readonly existingId?: string;
}

/** A refusal of the input at one place. */
export function inputFault(pointer: string, code: string, message: string): Rejection {
  return { code: 'BAD_REQUEST_BODY', detail: `${pointer || '/'}: ${message}`, errors: [{ pointer, code, message }] };
}
