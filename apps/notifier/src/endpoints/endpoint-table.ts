import type { Pool, PoolClient } from 'pg';
import type { CreateWebhook, PatchWebhook, Webhook } from '@dispute/contracts';
import { instantOf, type Instant } from '@dispute/kernel';

type Queryable = Pick<Pool | PoolClient, 'query'>;

interface EndpointRow extends Omit<Webhook, 'creation_time' | 'last_updated_time'> {
  readonly creation_time: Date;
  readonly last_updated_time: Date;
}

const COLUMNS = 'id, url, enabled_events, is_enabled, signature, description, creation_time, last_updated_time';

const toWebhook = ({ creation_time, last_updated_time, ...row }: EndpointRow): Webhook => ({
  ...row,
  creation_time: instantOf(creation_time.getTime()),
  last_updated_time: instantOf(last_updated_time.getTime()),
});

/** Every field of an endpoint, with the defaults for what a request left out. */
export type EndpointFields = Required<CreateWebhook>;
export const withDefaults = (given: CreateWebhook): EndpointFields => ({
  ...{ is_enabled: true, signature: 'standard', description: '' },
  ...given,
});

export async function insertEndpoint(
  db: Queryable,
  at: { readonly tenant: string; readonly id: string; readonly now: Instant },
  fields: EndpointFields,
): Promise<Webhook> {
  const { rows } = await db.query<EndpointRow>(
    `insert into notifier.webhook_endpoint
       (tenant, id, url, enabled_events, is_enabled, signature, description, creation_time, last_updated_time)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning ${COLUMNS}`,
    [
      at.tenant,
      at.id,
      fields.url,
      fields.enabled_events,
      fields.is_enabled,
      fields.signature,
      fields.description,
      at.now,
    ],
  );
  return toWebhook(rows[0] as EndpointRow);
}

export async function updateEndpoint(
  db: Queryable,
  at: { readonly tenant: string; readonly id: string; readonly now: Instant },
  fields: PatchWebhook,
): Promise<Webhook | undefined> {
  const { url, enabled_events, is_enabled, signature, description } = fields;
  const { rows } = await db.query<EndpointRow>(
    `update notifier.webhook_endpoint
        set url = coalesce($3, url), enabled_events = coalesce($4, enabled_events), is_enabled = coalesce($5, is_enabled),
            signature = coalesce($6, signature), description = coalesce($7, description), last_updated_time = $8
      where tenant = $1 and id = $2 and not deleted returning ${COLUMNS}`,
    [at.tenant, at.id, url, enabled_events, is_enabled, signature, description, at.now],
  );
  return rows[0] && toWebhook(rows[0]);
}

export async function findEndpoint(db: Queryable, tenant: string, id: string): Promise<Webhook | undefined> {
  const { rows } = await db.query<EndpointRow>(
    `select ${COLUMNS} from notifier.webhook_endpoint where tenant = $1 and id = $2 and not deleted`,
    [tenant, id],
  );
  return rows[0] && toWebhook(rows[0]);
}

/** Oldest first; ids are UUIDv7, so their order is that of making. */
export async function listEndpoints(
  db: Queryable,
  tenant: string,
  after: string | undefined,
  limit: number,
): Promise<Webhook[]> {
  const { rows } = await db.query<EndpointRow>(
    `select ${COLUMNS} from notifier.webhook_endpoint
      where tenant = $1 and not deleted and ($2::uuid is null or id > $2) order by id limit $3`,
    [tenant, after ?? null, limit],
  );
  return rows.map(toWebhook);
}

/** Hides an endpoint for good; its row stays, because deliveries on their way still refer to it. */
export async function deleteEndpoint(db: Queryable, tenant: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update notifier.webhook_endpoint set deleted = true, is_enabled = false where tenant = $1 and id = $2 and not deleted`,
    [tenant, id],
  );
  return rowCount === 1;
}

/** Stops an endpoint that says that it is gone. */
export async function disableEndpoint(db: Queryable, tenant: string, id: string, now: Instant): Promise<void> {
  await db.query(
    'update notifier.webhook_endpoint set is_enabled = false, last_updated_time = $3 where tenant = $1 and id = $2 and is_enabled',
    [tenant, id, now],
  );
}

/** What an endpoint has to be told about. */
export interface Subscription {
  readonly tenant: string;
  readonly id: string;
  readonly enabled_events: readonly string[];
}

export async function enabledEndpoints(db: Queryable, tenants: readonly string[]): Promise<Subscription[]> {
  const { rows } = await db.query<Subscription>(
    'select tenant, id, enabled_events from notifier.webhook_endpoint where tenant = any($1) and is_enabled',
    [tenants],
  );
  return rows;
}

/** "DISPUTE.*" takes every type of the resource, "*" every type. */
export function subscribes({ enabled_events }: Pick<Subscription, 'enabled_events'>, type: string): boolean {
  const resource = type.slice(0, type.indexOf('.'));
  return [type, `${resource}.*`, '*'].some((pattern) => enabled_events.includes(pattern));
}
