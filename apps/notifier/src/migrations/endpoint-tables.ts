import { sqlMigration } from '@dispute/app-kit';

/** Who wants webhooks, and the secrets that they are signed with: the truth, not rebuildable. */
export const endpointTables = sqlMigration('EndpointTables1700000000005', {
  up: [
    `create table notifier.webhook_endpoint (
      tenant text not null,
      id uuid not null,
      url text not null,
      enabled_events text[] not null,
      is_enabled boolean not null,
      signature text not null check (signature in ('standard', 'synctera')),
      description text not null,
      creation_time timestamptz not null,
      last_updated_time timestamptz not null,
      deleted boolean not null default false,
      primary key (tenant, id)
    )`,
    `create table notifier.webhook_secret (
      tenant text not null,
      id uuid not null,
      secret bytea not null,
      disclosed boolean not null,
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz,
      primary key (tenant, id)
    )`,
  ],
  down: ['drop table notifier.webhook_secret', 'drop table notifier.webhook_endpoint'],
});
