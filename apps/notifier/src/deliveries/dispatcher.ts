import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { continueTrace, type TenantClock, type TenantDirectory } from '@dispute/app-kit';
import type { DeliveryCommand } from '@dispute/domain';
import { disableEndpoint } from '../endpoints/endpoint-table.js';
import { secretsInUse } from '../endpoints/secret-table.js';
import { NOTIFIER } from '../operations/notifier-actor.js';
import { bodyOf } from './delivery-body.js';
import { type DeliveryKey, streamOf } from './delivery-key.js';
import type { DeliveryStreams } from './delivery-streams.js';
import { type DeliveryOrder, dueDeliveries, readOrder } from './delivery-table.js';
import { standardHeaders, syncteraHeaders } from './signatures.js';
import type { Attempted, WebhookSender } from './webhook-sender.js';

export interface DispatcherOptions {
  readonly pool: Pool;
  readonly sender: WebhookSender;
  readonly streams: DeliveryStreams;
  readonly clock: TenantClock;
  readonly directory: TenantDirectory;
  readonly logger: Logger;
  /** Deliveries in flight at most, in all. */
  readonly concurrency: number;
  readonly onAttempt?: (attempted: Attempted) => void;
}

/** So many deliveries to one endpoint at most: a slow one must not take all the places. */
const PER_ENDPOINT = 8;
const AFTER_FAILURE_MS = 1000;

/** Sends what is due: each delivery once at a time, and of one dispute to one endpoint only the first that is not settled. */
export class Dispatcher {
  private readonly inFlight = new Map<string, Promise<void>>();
  private onFree: () => void = () => undefined;

  constructor(private readonly options: DispatcherOptions) {}

  /** Starts deliveries that are due, as far as there are places. Does not wait for them. */
  async dispatch(shards: readonly number[]): Promise<void> {
    const { pool, concurrency } = this.options;
    if (shards.length === 0 || this.inFlight.size >= concurrency) return;
    for (const key of await dueDeliveries(pool, shards, PER_ENDPOINT)) {
      if (this.inFlight.size >= concurrency) break;
      const name = streamOf(key);
      if (!this.inFlight.has(name)) this.inFlight.set(name, this.run(name, key));
    }
  }

  /** Tells when a place has become free, and perhaps a next delivery due. */
  whenFree(listener: () => void): void {
    this.onFree = listener;
  }

  /** Waits for the deliveries in flight, so that their outcomes are recorded. */
  async drain(): Promise<void> {
    await Promise.all(this.inFlight.values());
  }

  private async run(name: string, key: DeliveryKey): Promise<void> {
    try {
      await this.deliver(key);
    } catch (error) {
      this.options.logger.error({ err: error, delivery: name }, 'a delivery was interrupted; it comes again');
      await new Promise((resolve) => setTimeout(resolve, AFTER_FAILURE_MS));
    } finally {
      this.inFlight.delete(name);
      this.onFree();
    }
  }

  private async deliver(key: DeliveryKey): Promise<void> {
    const order = await readOrder(this.options.pool, key);
    if (!order) return;
    if (order.deleted || !order.is_enabled) {
      const reason = order.deleted ? 'the endpoint was removed' : 'the endpoint is disabled';
      await this.record(key, order, { type: 'GiveUp', reason });
      return;
    }
    const attempted = await this.attempt(key, order);
    this.options.onAttempt?.(attempted);
    if (attempted.outcome === 'gone') {
      await disableEndpoint(this.options.pool, key.tenant, key.endpointId, await this.options.clock.now(key.tenant));
    }
    await this.record(key, order, commandOf(attempted));
  }

  private async attempt(key: DeliveryKey, order: DeliveryOrder): Promise<Attempted> {
    const secrets = await secretsInUse(this.options.pool, key.tenant);
    const { url, signature } = order;
    const body = bodyOf(order.body, { endpointId: key.endpointId, url, signature }, order.attempts > 0);
    const signed = { id: key.eventId, body, atMs: Date.now() };
    const signatures = signature === 'synctera' ? syncteraHeaders(signed, secrets) : standardHeaders(signed, secrets);
    const traceparent = continueTrace(order.traceparent ?? undefined);
    const isSandbox = (await this.options.directory.modeOf(key.tenant)) === 'SANDBOX';
    return this.options.sender.post({ url, isSandbox, body, headers: { ...signatures, traceparent } });
  }

  private async record(key: DeliveryKey, order: DeliveryOrder, command: DeliveryCommand): Promise<void> {
    await this.options.streams.handle({
      ...{ key, command, actor: NOTIFIER, traceparent: order.traceparent, disputeId: order.body.resource_id },
      commandId: `attempt/${key.eventId}/${key.endpointId}/${order.attempts + 1}`,
      occurredAt: await this.options.clock.now(key.tenant),
    });
  }
}

function commandOf({ outcome, httpStatus, durationMs }: Attempted): DeliveryCommand {
  const status = httpStatus === undefined ? {} : { httpStatus };
  return {
    type: 'RecordAttempt',
    delivered: outcome === 'delivered',
    outcome,
    ...status,
    durationMs,
    random: Math.random(),
  };
}
