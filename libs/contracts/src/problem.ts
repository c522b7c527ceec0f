import type { Static } from 'typebox';
import { REFUSALS, type RefusalCode, type Rejection } from '@dispute/kernel';
import { OneOf, Type } from './schema.js';

/** Why an action is not available: which guard, since or until when, and the rule's source. */
export const Reason = Type.Object({
  code: Type.String(),
  since: Type.Union([Type.String(), Type.Null()]),
  until: Type.Union([Type.String(), Type.Null()]),
  detail: Type.String(),
  source: Type.String(),
});

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: OneOf(Object.keys(REFUSALS) as RefusalCode[]),
    detail: Type.String(),
    instance: Type.Optional(Type.String()),
    request_id: Type.Optional(Type.String()),
    existing_id: Type.Optional(Type.String()),
    errors: Type.Optional(
      Type.Array(Type.Object({ pointer: Type.String(), code: Type.String(), message: Type.String() })),
    ),
    reasons: Type.Optional(Type.Array(Reason)),
  },
  { $id: 'Problem', description: 'application/problem+json (RFC 9457) with Synctera’s code, status and detail.' },
);
export type Problem = Static<typeof Problem>;

/** The one way from a refusal to what the caller reads. */
export function problemOf(rejection: Rejection, context: { instance?: string; requestId?: string } = {}): Problem {
  const { status, title } = REFUSALS[rejection.code];
  return {
    type: `urn:dispute:problem:${rejection.code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code: rejection.code,
    detail: rejection.detail,
    ...(context.instance === undefined ? {} : { instance: context.instance }),
    ...(context.requestId === undefined ? {} : { request_id: context.requestId }),
    ...(rejection.existingId === undefined ? {} : { existing_id: rejection.existingId }),
    ...(rejection.errors === undefined ? {} : { errors: [...rejection.errors] }),
    ...(rejection.reasons === undefined ? {} : { reasons: [...rejection.reasons] }),
  };
}

/** The refusal that a problem was made of. */
export function rejectionOf(problem: Problem): Rejection {
  return {
    code: problem.code,
    detail: problem.detail,
    ...(problem.existing_id === undefined ? {} : { existingId: problem.existing_id }),
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
    ...(problem.reasons === undefined ? {} : { reasons: problem.reasons }),
  };
}
