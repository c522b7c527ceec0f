import { idempotencyMigration, sqlMigration } from '@dispute/app-kit';

export const SCHEMA = 'network_sandbox';

/** The network's own books. A claim is one document, changed under its row lock; the rest are look-ups beside it. */
export const migrations = [
  sqlMigration('NetworkSandbox1700000000000', {
    up: [
      `create table network_sandbox.claim (
        claim_id text primary key,
        clearing_transaction_id text not null unique,
        state json not null,
        -- the network's time for this claim, and the real time at which it was told
        network_at timestamptz not null,
        told_at timestamptz not null,
        settles_at timestamptz,
        modified_at timestamptz not null
      )`,
      `create index claim_settles_at on network_sandbox.claim (settles_at) where settles_at is not null`,
      `create table network_sandbox.queue_entry (
        entry_id text primary key,
        claim_id text not null references network_sandbox.claim,
        queue text not null,
        modified_at timestamptz not null
      )`,
      `create index queue_entry_newest on network_sandbox.queue_entry (queue, modified_at desc, entry_id)`,
      `create table network_sandbox.reference (
        kind text not null check (kind in ('chargeback-reference', 'case', 'case-claim')),
        value text not null,
        claim_id text not null references network_sandbox.claim,
        primary key (kind, value)
      )`,
      `create table network_sandbox.paper (
        paper_id bigint generated always as identity primary key,
        claim_id text not null references network_sandbox.claim,
        owner_id text not null,
        filename text not null,
        readable boolean not null,
        bytes bytea not null
      )`,
      `create index paper_owner on network_sandbox.paper (owner_id, paper_id)`,
      `create table network_sandbox.cleared_transaction (
        clearing_id text primary key,
        auth_id text not null,
        arn text not null,
        amount_minor text not null,
        transacted_on date not null
      )`,
      `create table network_sandbox.report (
        report_id uuid primary key,
        start_date date not null,
        end_date date not null
      )`,
      `create table network_sandbox.nonce (
        consumer_key text not null,
        stamp bigint not null,
        nonce text not null,
        primary key (consumer_key, stamp, nonce)
      )`,
      `create table network_sandbox.fault (
        fault_id bigint generated always as identity primary key,
        operation text not null,
        fault text not null
      )`,
      `create index fault_operation on network_sandbox.fault (operation, fault_id)`,
      `create sequence network_sandbox.claim_number start 200000000001`,
      `create sequence network_sandbox.item_number start 300000000001`,
      `create sequence network_sandbox.case_number start 500001`,
      `create sequence network_sandbox.reference_number start 9000000001`,
    ],
    down: [`drop schema network_sandbox cascade`],
  }),
  sqlMigration('IdempotentAnswers1700000000001', idempotencyMigration(SCHEMA)),
];
