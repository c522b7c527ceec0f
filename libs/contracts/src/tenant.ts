import type { Static } from 'typebox';
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

export const Tenant = Type.Object(
  { tenant: TenantName, mode: OneOf(TENANT_MODES), creation_time: Timestamp },
  { $id: 'Tenant' },
);
export type Tenant = Static<typeof Tenant>;
