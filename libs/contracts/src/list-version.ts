import type { Static } from 'typebox';
import { OneOf, Strict, Timestamp, Type } from './schema.js';

/** One version of the operators' list: tables of its own, built from the first event. */
export const ListVersion = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    state: OneOf(['BUILDING', 'ACTIVE', 'STANDBY']),
    events: Type.Integer({ minimum: 0, description: 'Events that it has passed, over all shards.' }),
    creation_time: Timestamp,
    switched_time: Type.Optional(Timestamp),
    difference: Type.Optional(
      Type.Object(
        {
          rows: Type.Integer({ minimum: 0 }),
          missing: Type.Integer({ minimum: 0, description: 'Rows that only the version read before has.' }),
          added: Type.Integer({ minimum: 0, description: 'Rows that only this version has.' }),
          changed: Type.Integer({ minimum: 0 }),
        },
        { description: 'What a switch has found, comparing every row at the same places.' },
      ),
    ),
  },
  { $id: 'ListVersion' },
);
export type ListVersion = Static<typeof ListVersion>;

export const ListVersionParams = Strict({ version: Type.String({ pattern: '^[1-9]\\d{0,5}$' }) });

export const SwitchProjection = Strict(
  {
    accept_differences: Type.Optional(
      Type.Boolean({
        description: 'Switch although rows differ, as they do where the code that folds them has changed.',
      }),
    ),
  },
  { $id: 'SwitchProjection' },
);
export type SwitchProjection = Static<typeof SwitchProjection>;
