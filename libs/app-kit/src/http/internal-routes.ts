import type { AnyRoute } from './contract.js';
import Type from 'typebox';

const internal = { method: 'GET', auth: 'internal', source: 'architecture' } as const;

/** Routes between the apps; the front door does not lead to them. */
export const INTERNAL_ROUTES = {
  feed: {
    ...internal,
    path: '/internal/feed/{shard}',
    summary: 'Stored events of a shard after a position, one JSON object a line',
    params: Type.Object({ shard: Type.Integer({ minimum: 0, maximum: 63 }) }),
    query: Type.Object({
      after: Type.Integer({ minimum: 0 }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
    }),
    responses: { 200: Type.Unknown() },
  },
  heads: {
    ...internal,
    path: '/internal/heads',
    summary: 'Epoch of the store and last position of every shard that has events',
    responses: { 200: Type.Unknown() },
  },
  quiet: {
    ...internal,
    path: '/internal/quiet',
    summary: 'What still has to be done for a tenant',
    query: Type.Object({ tenant: Type.String({ minLength: 1 }) }),
    responses: { 200: Type.Unknown() },
  },
  parked: {
    ...internal,
    path: '/internal/parked',
    summary: 'Events that the app’s consumers have set aside',
    responses: { 200: Type.Unknown() },
  },
  unmatched: {
    ...internal,
    path: '/internal/unmatched',
    summary: 'Claims and facts of the network that belong to no dispute, or to more than one',
    responses: { 200: Type.Unknown() },
  },
  decideParked: {
    ...internal,
    method: 'POST',
    path: '/internal/parked',
    summary: 'Replay or discard a parked event',
    body: Type.Object({
      schema: Type.String(),
      consumer: Type.String(),
      version: Type.Integer(),
      source: Type.String(),
      shard: Type.Integer(),
      subject: Type.String(),
      position: Type.Integer(),
      decision: Type.Unsafe<'REPLAY' | 'DISCARD'>({ enum: ['REPLAY', 'DISCARD'] }),
    }),
    responses: { 200: Type.Unknown() },
  },
} as const satisfies Record<string, AnyRoute>;
