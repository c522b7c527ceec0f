import { Controller } from '@nestjs/common';
import { type AnyRoute, Contract } from '@dispute/app-kit';
import Type from 'typebox';
import { Unmatched, type UnmatchedThing } from '../polling/unmatched.js';

const UNMATCHED = {
  method: 'GET',
  path: '/internal/unmatched',
  auth: 'internal',
  source: 'architecture',
  summary: 'What the network has told that belongs to no dispute, or to more than one',
  responses: {
    200: Type.Object({
      unmatched: Type.Array(
        Type.Object({
          claim_id: Type.String(),
          reason: Type.String(),
          fact: Type.Union([Type.Object({}), Type.Null()]),
          seen_at: Type.String({ format: 'date-time' }),
        }),
      ),
    }),
  },
} as const satisfies AnyRoute;

/** Work for people: no event can tell of it, because no dispute is known that it would be about. */
@Controller()
export class UnmatchedController {
  constructor(private readonly unmatched: Unmatched) {}

  @Contract(UNMATCHED)
  async list(): Promise<{ unmatched: readonly UnmatchedThing[] }> {
    return { unmatched: await this.unmatched.list() };
  }
}
