import type { Static } from 'typebox';
import { DisputeAction, Dispute } from './dispute-resource.js';
import { Problem } from './problem.js';
import { Type } from './schema.js';

/** Value of a `dispute.command-results` message: what became of a command. */
export const CommandResult = Type.Object(
  {
    command_id: Type.String(),
    tenant: Type.String(),
    dispute_id: Type.Optional(Type.String()),
    status: Type.Integer({ description: 'The HTTP status that the same request would have got.' }),
    version: Type.Optional(Type.Integer()),
    body: Type.Optional(Type.Union([Dispute, DisputeAction])),
    problem: Type.Optional(Problem),
  },
  { $id: 'CommandResult' },
);
export type CommandResult = Static<typeof CommandResult>;
