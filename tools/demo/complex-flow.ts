import { randomUUID } from 'node:crypto';
import type {
  CardTransaction,
  CommandResult,
  Dispute,
  OpenDispute,
  TestClock,
  WebhookMessage,
} from '@dispute/contracts';
import { type Platform, until } from './platform.ts';
import { differences, type FlowFacts, type SampleName } from './sample-comparison.ts';
import { Publisher, TopicListener } from './topic-listener.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

/** What may differ between runs of the flow; the defaults are S3's own. */
export interface FlowOptions {
  readonly amount?: number;
  readonly transactionAmount?: number;
  readonly currency?: string;
  readonly reasonCode?: NonNullable<OpenDispute['reason_code']>;
  readonly card?: CardTransaction['card'];
  /** First moment of the sandbox tenant's clock. */
  readonly now?: string;
  readonly settledAt?: string;
  readonly noticeAt?: string;
  /** Regulation that the card falls under. */
  readonly regulation?: 'REGULATION_E' | 'REGULATION_Z';
  /** Commands go over HTTP, or as messages on `dispute.commands`. */
  readonly channel?: 'http' | 'kafka';
  /** The transaction is fed over HTTP, or as a message on `card.transactions`. */
  readonly feed?: 'http' | 'kafka';
}

export interface Surroundings {
  readonly platform: Platform;
  readonly ops: Platform;
  readonly tenant: string;
  readonly brokers: string;
}

/** One step as it went: what was done, and where the answer differs from the published example. */
export interface Step {
  readonly title: string;
  readonly detail: readonly string[];
  readonly sample?: SampleName;
  readonly dispute?: Dispute;
  readonly faults: readonly string[];
}

const DEFAULTS = {
  amount: 500,
  transactionAmount: 500,
  currency: 'USD',
  reasonCode: 'DUPLICATE_TRANSACTION',
  card: { bin_country: 'US', customer_type: 'CONSUMER', card_type: 'CREDIT' },
  now: '2024-05-28T22:48:24Z',
  settledAt: '2024-04-25T09:30:00Z',
  noticeAt: '2024-05-28T12:25:00.000Z',
  channel: 'http',
  feed: 'http',
} as const satisfies FlowOptions;

const MEMO = 'Some details about the reason for creating the dispute.';
const CHARGEBACK_MESSAGE = 'Some things about chargeback';
const REPRESENTMENT_MESSAGE = 'Some things about re-presentment';
const DAY_MS = 86_400_000;
const MINIMAL_PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** A file that is a PDF by its content, different each time. */
const pdf = (): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(`${MINIMAL_PDF}% ${randomUUID()}\n`));
const dayAfter = (day: string, days: number): string =>
  `${new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)}T00:00:00Z`;

/** S3's "Complex Business Flow Example", from the transaction to the closed dispute, seen from every side. */
export class ComplexFlow {
  readonly receiver = new WebhookReceiver();
  private readonly around: Surroundings;
  private readonly options: Required<Omit<FlowOptions, 'regulation'>> & Pick<FlowOptions, 'regulation'>;
  private readonly webhooks: TopicListener<WebhookMessage>;
  private readonly results: TopicListener<CommandResult>;
  private readonly publisher: Publisher;
  private readonly transaction: CardTransaction;
  private readonly traces = new Set<string>();
  private dispute: Dispute | undefined;
  private representedOn = '';

  constructor(around: Surroundings, options: FlowOptions = {}) {
    this.around = around;
    this.options = { ...DEFAULTS, ...options };
    this.webhooks = new TopicListener(around.brokers, `webhooks.${around.tenant}`);
    this.results = new TopicListener(around.brokers, 'dispute.command-results');
    this.publisher = new Publisher(around.brokers);
    this.transaction = {
      transaction_id: randomUUID(),
      account_id: randomUUID(),
      customer_id: randomUUID(),
      status: 'POSTED',
      amount: this.options.transactionAmount,
      currency: this.options.currency,
      settled_at: this.options.settledAt,
      network: 'MASTERCARD',
      message_type: 'DUAL',
      card: this.options.card,
      merchant: { name: 'Corner Shop', mcc: '5411', country: 'US' },
      acquirer_reference_number: String(10n ** 22n + BigInt(Math.floor(Math.random() * 1e15))),
    };
  }

  /** The steps in order, each yielded when it is seen to have worked. @throws Error at the first that cannot go on */
  async *steps(): AsyncGenerator<Step> {
    try {
      yield await this.prepare();
      yield await this.feedTransaction();
      yield await this.openDispute();
      yield await this.uploadDocument();
      yield await this.fileChargeback();
      yield await this.postCredit();
      yield await this.receiveRepresentment();
      yield await this.acceptRepresentment();
      yield await this.closeDispute();
      yield await this.checkWebhooks();
      yield await this.checkLists();
    } finally {
      await Promise.all([this.receiver.close(), this.webhooks.close(), this.results.close(), this.publisher.close()]);
    }
  }

  private get id(): string {
    return this.seen.id;
  }

  private get seen(): Dispute {
    if (!this.dispute) throw new Error('the dispute is not open yet');
    return this.dispute;
  }

  private async prepare(): Promise<Step> {
    const { platform } = this.around;
    const clock = await platform.ask<{ now: string }>('POST', '/v1/test_clock', { now: this.options.now });
    const { secret } = await platform.expect<{ secret: string }>('POST', '/v1/webhook_secrets', {});
    this.receiver.trust(secret);
    const url = await this.receiver.listen();
    await platform.expect('POST', '/v1/webhooks', { url, enabled_events: ['DISPUTE.*'], is_enabled: true });
    await Promise.all([this.webhooks.listen(), this.results.listen(), this.publisher.connect()]);
    return {
      title: 'Prepare: the tenant’s clock, a webhook endpoint, a consumer of its webhook topic',
      detail: [
        `clock ${clock.status === 202 ? clock.body.now : 'stays: the tenant has disputes'}`,
        `webhooks to ${url}`,
      ],
      faults: [],
    };
  }

  private async feedTransaction(): Promise<Step> {
    const { platform, tenant } = this.around;
    const { transaction_id: id } = this.transaction;
    if (this.options.feed === 'kafka') {
      await this.publisher.publish('card.transactions', {
        type: 'card.transaction.v1',
        tenant,
        key: id,
        value: this.transaction,
      });
    } else {
      await platform.putTransaction(this.transaction);
    }
    await until(
      `transaction ${id}`,
      () => platform.ask('GET', `/v1/transactions/${id}`),
      ({ status }) => status === 200,
    );
    return {
      title: 'Transaction fed',
      detail: [
        `${id} over ${this.options.feed === 'kafka' ? 'card.transactions' : 'HTTP'}, settled ${this.options.settledAt}`,
      ],
      faults: [],
    };
  }

  private async openDispute(): Promise<Step> {
    const opened = await this.command<Dispute>('dispute.open.v1', 'POST', '/v1/disputes', {
      payment_rail: 'CARD',
      transaction_id: this.transaction.transaction_id,
      disputed_amount: this.options.amount,
      date_customer_reported: this.options.noticeAt,
      memo: MEMO,
      reason_code: this.options.reasonCode,
    });
    this.dispute = opened;
    await this.look('the claim', (dispute) => dispute.external_reference_id !== undefined);
    return this.compared('Dispute created, claim opened at the network', '1-dispute-created', [
      `dispute ${this.id}, claim ${this.seen.external_reference_id}`,
    ]);
  }

  private async uploadDocument(): Promise<Step> {
    const { platform } = this.around;
    const bytes = pdf();
    const document = await platform.upload(this.id, 'file.pdf', bytes);
    const same = (await platform.download(document.id)).equals(bytes);
    await this.look('the document', (dispute) => dispute.dispute_documents.length === 1);
    return {
      title: 'Document uploaded and downloaded again',
      detail: [`document ${document.id}, ${bytes.byteLength} bytes, ${same ? 'byte for byte the same' : 'altered'}`],
      faults: same ? [] : ['the downloaded bytes are not the uploaded ones'],
    };
  }

  private async fileChargeback(): Promise<Step> {
    await this.act({
      action: 'CHARGEBACK',
      state: 'CREATE',
      supporting_doc_id: this.seen.dispute_documents[0]?.id,
      message: CHARGEBACK_MESSAGE,
    });
    await this.look(
      'the chargeback’s reference',
      (dispute) => dispute.action_history[0]?.external_reference_id !== undefined,
    );
    return this.compared('Chargeback filed', '2-chargeback', [
      `the network’s reference ${this.seen.action_history[0]?.external_reference_id}`,
    ]);
  }

  private async postCredit(): Promise<Step> {
    await this.act({ action: 'PROVISIONAL_CREDIT', state: 'CREATE' });
    await this.look('the credit', (dispute) => dispute.credit_status === 'PROVISIONAL');
    return this.compared('Provisional credit posted', '3-provisional-credit', [
      `credit_status ${this.seen.credit_status}`,
    ]);
  }

  private async receiveRepresentment(): Promise<Step> {
    const { ops, platform } = this.around;
    const bytes = pdf();
    this.representedOn = dayAfter(this.seen.action_history[0]?.creation_time ?? '', 2).slice(0, 10);
    await ops.expect('POST', `/sandbox/claims/${this.seen.external_reference_id}/actions`, {
      action: 'REPRESENTMENT',
      state: 'CREATE',
      message: REPRESENTMENT_MESSAGE,
      network_date: this.representedOn,
      document: { file_name: 'file.pdf', content_base64: Buffer.from(bytes).toString('base64') },
    });
    await this.look('the representment', (dispute) => dispute.lifecycle_state === 'REPRESENTMENT');
    const received = this.seen.dispute_documents[1];
    const same = received !== undefined && (await platform.download(received.id)).equals(bytes);
    const step = this.compared('Representment received from the acquirer', '4-representment', [
      `its document ${received?.id ?? 'is missing'}`,
    ]);
    return {
      ...step,
      faults: [...step.faults, ...(same ? [] : ['the acquirer’s document did not arrive byte for byte'])],
    };
  }

  private async acceptRepresentment(): Promise<Step> {
    await this.act({ action: 'REPRESENTMENT', state: 'ACCEPT' });
    await this.look(
      'the reversed credit',
      (dispute) => dispute.decision === 'LOST' && dispute.credit_status === 'NONE',
    );
    return this.compared(
      'Representment accepted: lost, the credit reversed by the system',
      '5-representment-accepted',
      [`decision ${this.seen.decision}, credit_status ${this.seen.credit_status}`],
    );
  }

  private async closeDispute(): Promise<Step> {
    await this.look('the acceptance at the network', (dispute) => dispute.status === 'OPEN');
    const closed = await this.command<Dispute>('dispute.update.v1', 'PATCH', `/v1/disputes/${this.id}`, {
      status: 'CLOSED',
    });
    this.dispute = closed;
    const faults =
      closed.status === 'CLOSED' && closed.available_actions.length === 0 ? [] : ['the dispute did not close'];
    return { title: 'Dispute closed', detail: [`status ${closed.status}`], dispute: closed, faults };
  }

  /** Every change reached the partner twice: signed over HTTP, and on the tenant's topic; in order, without a gap. */
  private async checkWebhooks(): Promise<Step> {
    // The network may confirm the acceptance after the dispute has closed: that is one more webhook.
    await this.untilAtRest();
    const mine = () => this.webhooks.heard.filter(({ key }) => key === this.id);
    const isLast = (message: WebhookMessage | undefined): boolean => message?.event_resource.status === 'CLOSED';
    await until(
      'the last webhook over HTTP',
      () => this.receiver.of(this.id),
      (all) => isLast(all.at(-1)?.body),
    );
    await until('the last webhook on Kafka', mine, (all) => isLast(all.at(-1)?.value));
    const overHttp = this.receiver.of(this.id);
    const ids = new Set<string>();
    const onKafka = mine().filter(({ value }) => !ids.has(value.id) && ids.add(value.id));
    const sequences = onKafka.map(({ value }) => value.sequence);
    const faults = [
      ...(sequences.every((sequence, index) => sequence === index + 1)
        ? []
        : [`Kafka has sequences ${sequences.join(' ')}`]),
      ...(JSON.stringify(overHttp.map(({ id }) => id)) === JSON.stringify([...ids])
        ? []
        : ['HTTP and Kafka tell of different webhooks']),
      ...(onKafka[0]?.value.type === 'DISPUTE.CREATED' ? [] : ['the first webhook is not DISPUTE.CREATED']),
      ...this.receiver.refused.map((reason) => `a delivery was refused: ${reason}`),
      ...this.lostTraces(overHttp.map(({ traceparent }) => traceparent)),
    ];
    return {
      title: 'Webhooks: the same, signed over HTTP and on the tenant’s topic',
      detail: [
        `${onKafka.length} webhooks, ${onKafka.map(({ value }) => `${value.sequence}:${value.event_resource.lifecycle_state}`).join(' ')}`,
      ],
      faults,
    };
  }

  private lostTraces(delivered: readonly (string | undefined)[]): string[] {
    const arrived = new Set(delivered.map((traceparent) => traceparent?.split('-')[1]));
    return [...this.traces]
      .filter((trace) => !arrived.has(trace))
      .map((trace) => `the trace ${trace} did not reach a webhook`);
  }

  private async checkLists(): Promise<Step> {
    const { ops, platform, tenant } = this.around;
    const query = `transaction_id=${this.transaction.transaction_id}`;
    const shown = await until(
      'the operators’ list',
      () =>
        ops.expect<{ disputes: (Dispute & { version: number })[] }>(
          'GET',
          `/ops/v1/disputes?tenant=${tenant}&${query}`,
        ),
      ({ disputes }) => disputes[0]?.status === 'CLOSED',
    );
    const own = await platform.expect<{ disputes: Dispute[] }>('GET', `/v1/disputes?${query}`);
    const faults =
      shown.disputes.length === 1 && own.disputes[0]?.id === this.id ? [] : ['the lists do not show the dispute'];
    return {
      title: 'Lists: the operators’ and the tenant’s own',
      detail: [`version ${shown.disputes[0]?.version}`],
      faults,
    };
  }

  private act(fields: Record<string, unknown>): Promise<unknown> {
    const body = { payment_rail: 'CARD', ...fields };
    return this.command('dispute.act.v1', 'POST', `/v1/disputes/${this.id}/actions`, body);
  }

  /** Sends a command the way this run does, with a trace that has to come out at the webhook. */
  private async command<Result>(type: string, method: string, path: string, body: object): Promise<Result> {
    const trace = randomUUID().replaceAll('-', '');
    this.traces.add(trace);
    const traceparent = `00-${trace}-${trace.slice(0, 16)}-01`;
    if (this.options.channel === 'http') {
      return this.around.platform.expect<Result>(method, path, body, { traceparent, 'idempotency-key': randomUUID() });
    }
    const { tenant } = this.around;
    const value = type === 'dispute.open.v1' ? body : { dispute_id: this.id, ...body };
    const key = type === 'dispute.open.v1' ? this.transaction.transaction_id : this.id;
    const id = await this.publisher.publish('dispute.commands', { type, tenant, key, value, traceparent });
    const isMine = (result: CommandResult): boolean => result.command_id === id;
    const heard = await until(
      `the result of ${type}`,
      () => this.results.heard,
      (all) => all.some(({ value: result }) => isMine(result)),
    );
    const result = heard.map(({ value: each }) => each).find(isMine);
    if (result?.problem) throw new Error(`${type} was refused: ${JSON.stringify(result.problem)}`);
    return result?.body as Result;
  }

  private async look(what: string, isSo: (dispute: Dispute) => boolean): Promise<void> {
    this.dispute = await this.around.platform.untilDispute(this.id, what, isSo);
  }

  /** Until everything that was asked for is decided, published, projected and delivered. */
  private async untilAtRest(): Promise<void> {
    const look = () => this.around.platform.expect<TestClock>('GET', '/v1/test_clock');
    await until(`${this.around.tenant} to come to rest`, look, ({ status }) => status === 'READY');
  }

  private compared(title: string, sample: SampleName, detail: readonly string[]): Step {
    return { title, detail, sample, dispute: this.seen, faults: differences(sample, this.seen, this.facts()) };
  }

  private facts(): FlowFacts {
    const { amount, currency, reasonCode, noticeAt, settledAt, card, regulation } = this.options;
    const applicable = regulation ?? (card.card_type === 'CREDIT' ? 'REGULATION_Z' : 'REGULATION_E');
    const isRegulated = card.bin_country === 'US' && card.customer_type === 'CONSUMER';
    return {
      disputed_amount: amount,
      currency,
      reason_code: reasonCode,
      memo: MEMO,
      date_customer_reported: noticeAt.replace('.000Z', 'Z'),
      ...(isRegulated ? { applicable_regulation: applicable } : {}),
      chargebackMessage: CHARGEBACK_MESSAGE,
      representmentMessage: REPRESENTMENT_MESSAGE,
      chargebackUntil: dayAfter(settledAt, 120),
      preComplianceUntil: dayAfter(settledAt, 90),
      preArbitrationUntil: dayAfter(this.representedOn || settledAt, 45),
    };
  }
}
