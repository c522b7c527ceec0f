import type { Rejection } from '@dispute/kernel';

/** Carries a refusal out of a controller to the problem filter. */
export class HttpRejection extends Error {
  constructor(readonly rejection: Rejection) {
    super(rejection.detail);
  }
}

/** The decision's events, or the refusal thrown for the problem filter. */
export function orReject<T extends object>(
  result: ({ ok: true } & T) | { ok: false; rejection: Rejection },
): { ok: true } & T {
  if (result.ok) return result;
  throw new HttpRejection(result.rejection);
}

export const notFound = (what: string): HttpRejection =>
  new HttpRejection({
    code: 'RESOURCE_NOT_FOUND',
    detail: `There is no ${what} with this id for this credential; check the id and whose key was sent.`,
  });
