import { sqlMigration } from '../database.js';

/** Who may call, and what time it is for them. Written by ops (tenants) and intake (test clocks), read by every app. */
export const platformMigrations = [
  sqlMigration('Platform1700000000000', {
    up: [
      `create table platform.tenant (
        tenant text primary key,
        mode text not null check (mode in ('SANDBOX', 'LIVE')),
        clock_offset_ms bigint not null default 0,
        settings json not null default '{}',
        created_at timestamptz not null default now(),
        check (mode = 'SANDBOX' or clock_offset_ms = 0)
      )`,
      `create table platform.api_key (
        key_sha256 text primary key,
        tenant text not null references platform.tenant,
        name text not null,
        created_at timestamptz not null default now()
      )`,
    ],
    down: ['drop table platform.api_key', 'drop table platform.tenant'],
  }),
  sqlMigration('HeldClocks1700000000001', {
    up: [
      'alter table platform.tenant add clock_held_at timestamptz',
      `alter table platform.tenant add check (mode = 'SANDBOX' or clock_held_at is null)`,
    ],
    down: ['alter table platform.tenant drop clock_held_at'],
  }),
];
