import type { Static } from 'typebox';
import { actFields } from './commands.js';
import { DisputeAction, NetworkCase } from './dispute-resource.js';
import { Day, Identifier, OneOf, Strict, TenantName, Type } from './schema.js';
import { REPRESENTMENT_REASON_CODES } from './vocabulary.js';

export const MANAGED_PARTIES = ['ISSUER', 'ACQUIRER', 'NETWORK'] as const;

/** Body of POST /ops/v1/managed_disputes/{dispute_id}/actions: an action (S4), whose it is, and what the network says of it. */
export const RecordManagedAction = Strict(
  {
    tenant: TenantName,
    by: Type.Optional(
      Type.Unsafe<(typeof MANAGED_PARTIES)[number]>({
        ...OneOf(MANAGED_PARTIES),
        description: 'Who has acted; ISSUER where absent.',
      }),
    ),
    ...actFields,
    network_date: Type.Optional(
      Type.Unsafe<string>({
        ...Day,
        description: 'When it happened at the network; today (UTC) where absent. Not for ISSUER.',
      }),
    ),
    external_reference_id: Type.Optional(
      Type.Unsafe<string>({ ...Identifier, description: 'The network’s reference. Not for ISSUER.' }),
    ),
    representment_reason_code: Type.Optional(OneOf(REPRESENTMENT_REASON_CODES)),
  },
  { $id: 'RecordManagedAction' },
);
export type RecordManagedAction = Static<typeof RecordManagedAction>;

/** Its answer: the action in the history, or the case where that is only noted beside a live chargeback. */
export const ManagedActionRecorded = Type.Union([DisputeAction, NetworkCase], { $id: 'ManagedActionRecorded' });
export type ManagedActionRecorded = Static<typeof ManagedActionRecorded>;
