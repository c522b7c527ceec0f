import type { Static } from 'typebox';
import { Reason } from './problem.js';
import { OneOf, Type } from './schema.js';
import { ACTIONS, VERBS } from './vocabulary.js';

/** An action that the issuer cannot take now, with every guard that stands in its way. */
export const UnavailableAction = Type.Object(
  { action: OneOf(ACTIONS), state: OneOf(VERBS), reasons: Type.Array(Reason) },
  { $id: 'UnavailableAction' },
);
export type UnavailableAction = Static<typeof UnavailableAction>;

/** Answer of GET /v1/disputes/{dispute_id}/actions/unavailable. */
export const UnavailableActions = Type.Object(
  { unavailable_actions: Type.Array(UnavailableAction) },
  { $id: 'UnavailableActions' },
);
export type UnavailableActions = Static<typeof UnavailableActions>;
