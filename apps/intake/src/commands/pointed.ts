import type { RefusalCode, Rejection } from '@dispute/kernel';

/** The field of a command that a refusal is always about. */
const FIELDS: Partial<Record<RefusalCode, string>> = {
  PAYMENT_RAIL_NOT_SUPPORTED: '/payment_rail',
  TRANSACTION_UNKNOWN: '/transaction_id',
  TRANSACTION_NOT_POSTED: '/transaction_id',
};

/** Names the place in the request, where the rules have named none. */
export function pointed(rejection: Rejection): Rejection {
  const pointer = FIELDS[rejection.code];
  if (pointer === undefined || rejection.errors) return rejection;
  return { ...rejection, errors: [{ pointer, code: rejection.code.toLowerCase(), message: rejection.detail }] };
}
