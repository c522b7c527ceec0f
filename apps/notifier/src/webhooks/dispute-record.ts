import type { Dispute, StoredEvent, WebhookMessage } from '@dispute/contracts';
import { disputeDecider, toDisputeResource, type DisputeState } from '@dispute/domain';
import type { Instant } from '@dispute/kernel';
import { changedFields } from './changed-fields.js';

/** What the notifier knows of a dispute: its state, and the resource that the last webhook showed. */
export interface DisputeRecord {
  readonly tenant: string;
  readonly shard: number;
  readonly disputeId: string;
  readonly version: number;
  readonly state: DisputeState;
  readonly announced: Dispute | null;
}

export interface Webhook {
  readonly tenant: string;
  readonly shard: number;
  /** Of the commit's last event. */
  readonly position: number;
  readonly message: WebhookMessage;
  readonly traceparent: string | null;
}

export const newRecord = (tenant: string, shard: number, disputeId: string): DisputeRecord => ({
  ...{ tenant, shard, disputeId },
  version: 0,
  state: disputeDecider.initialState(),
  announced: null,
});

/** Takes in a whole commit about a dispute; one that changed the dispute makes a webhook. */
export function absorb(
  record: DisputeRecord,
  commit: readonly StoredEvent[],
): { record: DisputeRecord; webhook?: Webhook } {
  const changes = commit.filter(({ webhookSequence }) => webhookSequence !== null);
  const fresh = changes.filter(({ version }) => version > record.version);
  const last = fresh.at(-1);
  if (!last) return { record };
  const changed = fresh.reduce(evolve, record);
  const message = messageOf(changed, fresh);
  const position = commit.at(-1)?.position ?? last.position;
  const { tenant, shard } = record;
  return {
    record: { ...changed, announced: message.event_resource },
    webhook: { tenant, shard, position, message, traceparent: last.traceparent },
  };
}

function evolve(record: DisputeRecord, event: StoredEvent): DisputeRecord {
  if (event.version !== record.version + 1) {
    throw new Error(`version ${event.version} of ${event.stream} does not follow ${record.version}`);
  }
  const state = disputeDecider.evolve(record.state, event as Parameters<typeof disputeDecider.evolve>[1]);
  return { ...record, state, version: event.version };
}

/** The id is that of the commit's first event about the dispute, so that it is the same however often it is made. */
function messageOf(record: DisputeRecord, changes: readonly StoredEvent[]): WebhookMessage {
  const { eventId, occurredAt, webhookSequence, traceparent, tenant } = changes[0] as StoredEvent;
  const resource = resourceOf(record.state, occurredAt);
  return {
    id: eventId,
    type: webhookSequence === 1 ? 'DISPUTE.CREATED' : 'DISPUTE.UPDATED',
    event_time: occurredAt,
    metadata: { tenant, ...(traceparent === null ? {} : { traceparent }) },
    status: 'SUCCESS',
    resource_id: record.disputeId,
    event_resource: resource,
    event_resource_changed_fields: changedFields(record.announced, resource),
    sequence: webhookSequence ?? 0,
    version: record.version,
  };
}

/** As it will be read back: without members that are undefined. */
function resourceOf(state: DisputeState, now: Instant): Dispute {
  if (!state.exists) throw new Error('a commit changed a dispute that was never opened');
  return JSON.parse(JSON.stringify(toDisputeResource(state, now))) as Dispute;
}
