import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { NetworkEventData, StoredEvent } from '@dispute/contracts';
import { EventStore } from '@dispute/event-store';
import type { Instant } from '@dispute/kernel';
import { SCHEMA } from '../migrations.js';
import { type GatewayHome, createGatewayHome } from './gateway-under-test.js';
import { Issuer, type IssuersDispute } from './issuer.js';
import { until } from './until.js';

type Type = keyof NetworkEventData;
const now = (): Instant => '2024-05-28T22:48:24Z' as Instant;

/** A running gateway with its network, and what a story about it asks again and again. */
export class GatewayStory {
  private app: NestFastifyApplication | undefined;

  private constructor(
    readonly home: GatewayHome,
    private readonly settings: Record<string, string>,
  ) {}

  static async begin(settings: Record<string, string> = {}): Promise<GatewayStory> {
    const story = new GatewayStory(await createGatewayHome(), settings);
    await story.restart();
    return story;
  }

  /** Nothing is asked or told until it is started again. */
  async pause(): Promise<void> {
    await this.app?.close();
    this.app = undefined;
  }

  async restart(settings: Record<string, string> = {}): Promise<void> {
    await this.pause();
    this.app = await this.home.start({ ...this.settings, ...settings });
  }

  async end(): Promise<void> {
    await this.pause();
    await this.home.drop();
  }

  get url(): Promise<string> {
    return this.app?.getUrl() ?? Promise.reject(new Error('the gateway does not run'));
  }

  /** An issuer with a test clock. */
  async issuer(tenant: string): Promise<Issuer> {
    await this.home.pool.query(
      `insert into platform.tenant (tenant, mode, clock_offset_ms)
       values ($1, 'SANDBOX', extract(epoch from $2::timestamptz - now()) * 1000)`,
      [tenant, now()],
    );
    return new Issuer(this.home.pool, this.home.messages, tenant, now);
  }

  async told(dispute: IssuersDispute): Promise<readonly StoredEvent[]> {
    const events = await new EventStore(this.home.pool, { schema: SCHEMA }).readShard(dispute.shard, 0, 1000);
    return events.filter((event) => JSON.stringify(event.data).includes(dispute.id) || event.subject === dispute.id);
  }

  async tellsOf<T extends Type>(dispute: IssuersDispute, type: T): Promise<readonly NetworkEventData[T][]> {
    const events = (await this.told(dispute)).filter((event) => event.type === type);
    return events.map((event) => event.data as NetworkEventData[T]);
  }

  firstOf<T extends Type>(
    dispute: IssuersDispute,
    type: T,
    fits: (data: NetworkEventData[T]) => boolean = () => true,
  ): Promise<NetworkEventData[T]> {
    return until(`${type} of ${dispute.id}`, async () => (await this.tellsOf(dispute, type)).find(fits));
  }

  confirmed(dispute: IssuersDispute, operation: string) {
    return this.firstOf(dispute, 'network.operation-confirmed.v1', (data) => data.operation === operation);
  }

  fact(dispute: IssuersDispute, action: string, state: string) {
    const isIt = ({ fact }: NetworkEventData['network.fact-observed.v1']) =>
      fact.action === action && fact.state === state;
    return this.firstOf(dispute, 'network.fact-observed.v1', isIt);
  }

  async hearAll(dispute: IssuersDispute): Promise<void> {
    await dispute.hear((await this.told(dispute)) as never);
  }

  async claimOf(dispute: IssuersDispute): Promise<string> {
    return (await this.firstOf(dispute, 'network.claim-opened.v1')).claim_id;
  }

  /** Files a chargeback, and has clearing take it. */
  async chargeBack(dispute: IssuersDispute): Promise<void> {
    await this.claimOf(dispute);
    await dispute.act('CHARGEBACK', 'CREATE');
    await this.confirmed(dispute, 'FILE_CHARGEBACK');
    await this.hearAll(dispute);
  }

  /** The acquirer or the network acts, as soon as it can. */
  act(claimId: string, act: object): Promise<number> {
    return until(`${JSON.stringify(act)} at the network`, () => this.home.sandbox.act(claimId, act));
  }
}
