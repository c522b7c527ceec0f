import { ComplexFlow, type FlowOptions, type Step } from '../../tools/demo/complex-flow.ts';
import { type Platform, until } from '../../tools/demo/platform.ts';
import type { Dispute, OpsDispute, TestClock } from '@dispute/contracts';
import type { VersionedDispute } from '../history/read-model.ts';
import type { HeardWebhook } from '../history/webhooks-in-order.ts';
import { newTenant } from '../setup/platform-under-test.ts';
import { PatientPlatform } from './patient-platform.ts';

/** One flow of a tenant of its own, with patient clients, and what it left to be looked at. */
export class Life {
  readonly tenant: string;
  readonly channel: FlowOptions['channel'];
  readonly steps: Step[] = [];
  readonly platform: PatientPlatform;
  readonly ops: PatientPlatform;
  readonly #flow: ComplexFlow;
  readonly #steps: AsyncGenerator<Step, void>;

  private constructor(
    around: { tenant: string; brokers: string; platform: Platform; ops: Platform },
    options: FlowOptions,
  ) {
    this.tenant = around.tenant;
    this.channel = options.channel;
    this.platform = new PatientPlatform(around.tenant, around.platform);
    this.ops = new PatientPlatform(around.tenant, around.ops);
    this.#flow = new ComplexFlow({ ...around, platform: this.platform, ops: this.ops }, options);
    this.#steps = this.#flow.steps();
  }

  static async of(options: FlowOptions): Promise<Life> {
    return new Life(await newTenant(), options);
  }

  /** Goes one step further. */
  async next(): Promise<void> {
    const { value: step } = await this.#steps.next();
    if (step) this.steps.push(step);
  }

  /** Lets go of its consumers and its receiver, wherever it has come to. */
  async end(): Promise<void> {
    await this.#steps.return();
  }

  /** What differed from the published example, step by step. */
  get faults(): string[] {
    return this.steps.flatMap(({ title, faults }) => faults.map((fault) => `${this.tenant}, ${title}: ${fault}`));
  }

  /** In the order of arrival, repetitions included. */
  get webhooks(): HeardWebhook[] {
    return this.#flow.receiver.deliveries.map(({ id, body }) => ({
      id,
      disputeId: body.resource_id,
      sequence: body.sequence,
    }));
  }

  /** Everything that was asked for is decided, published, projected and delivered. */
  async untilAtRest(): Promise<void> {
    const look = () => this.platform.expect<TestClock>('GET', '/v1/test_clock');
    await until(`${this.tenant} to come to rest`, look, ({ status }) => status === 'READY');
  }

  /** Its disputes as the operators' list has them. */
  async listed(): Promise<VersionedDispute[]> {
    type Listed = Dispute & Pick<OpsDispute, 'version'> & Partial<OpsDispute>;
    const path = `/ops/v1/disputes?tenant=${this.tenant}`;
    const { disputes } = await this.ops.expect<{ disputes: Listed[] }>('GET', path);
    return disputes.map(({ version, ...shown }) => ({ version, dispute: asPartnersSee(shown) }));
  }

  /** Its disputes as their streams have them. */
  async streams(): Promise<VersionedDispute[]> {
    const ids = new Set(this.steps.flatMap(({ dispute }) => dispute?.id ?? []));
    return Promise.all([...ids].map((id) => this.#stream(id)));
  }

  async #stream(id: string): Promise<VersionedDispute> {
    const { headers, body } = await this.platform.ask<Dispute>('GET', `/v1/disputes/${id}`);
    return { version: Number(/"(\d+)"/.exec(headers.get('etag') ?? '')?.[1]), dispute: body };
  }
}

function asPartnersSee(shown: Dispute & Partial<OpsDispute>): Dispute {
  const { queue: _, tasks: __, next_deadline: ___, write_off_hint: ____, ...dispute } = shown;
  return dispute;
}
