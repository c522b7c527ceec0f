import type { Static } from 'typebox';
import { AutoProvisionalCredit, DisputePolicy } from './events/dispute-events.js';
import { OneOf, Strict, TenantName, Timestamp, Type } from './schema.js';

export const TENANT_MODES = ['SANDBOX', 'LIVE'] as const;
export type TenantMode = (typeof TENANT_MODES)[number];

/** Body of POST /ops/v1/tenants. */
export const CreateTenant = Strict({ tenant: TenantName, mode: OneOf(TENANT_MODES) }, { $id: 'CreateTenant' });
export type CreateTenant = Static<typeof CreateTenant>;

/** The only time that the API key is shown. */
export const TenantCredential = Type.Object(
  { tenant: TenantName, api_key: Type.String() },
  { $id: 'TenantCredential' },
);
export type TenantCredential = Static<typeof TenantCredential>;

const { institution_zone, lost_regulated, warnings_days, withhold_available_credit } = DisputePolicy.properties;

/** Body of PATCH /ops/v1/tenants/{tenant}: what is left out stays, null takes the automatic credit away. */
export const PatchTenant = Strict(
  {
    settings: Strict(
      {
        institution_zone: Type.Optional(institution_zone),
        lost_regulated: Type.Optional(lost_regulated),
        warnings_days,
        auto_provisional_credit: Type.Optional(Type.Union([Strict(AutoProvisionalCredit.properties), Type.Null()])),
        withhold_available_credit,
      },
      { minProperties: 1 },
    ),
  },
  { $id: 'PatchTenant' },
);
export type PatchTenant = Static<typeof PatchTenant>;
export const TenantParams = Strict({ tenant: TenantName });

export const Tenant = Type.Object(
  {
    tenant: TenantName,
    mode: OneOf(TENANT_MODES),
    creation_time: Timestamp,
    settings: Type.Optional(
      Type.Partial(DisputePolicy, { description: 'What was set; the rest is as the documentation says.' }),
    ),
  },
  { $id: 'Tenant' },
);
export type Tenant = Static<typeof Tenant>;
