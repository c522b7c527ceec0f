import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { DocumentStore } from '@dispute/app-kit';
import type { NetworkEventData, StoredEvent } from '@dispute/contracts';
import { EventStore } from '@dispute/event-store';
import type { Instant } from '@dispute/kernel';
import { SCHEMA } from './migrations.js';
import { AppProcess } from './spec-kit/app-process.js';
import { type GatewayHome, createGatewayHome } from './spec-kit/gateway-under-test.js';
import { Issuer, type IssuersDispute } from './spec-kit/issuer.js';
import { until } from './spec-kit/until.js';

const TENANT = 'acme_sandbox';
let home: GatewayHome;
let app: NestFastifyApplication;
let issuer: Issuer;
const now = (): Instant => '2024-05-28T22:48:24Z' as Instant;

beforeAll(async () => {
  home = await createGatewayHome();
  await home.pool.query(
    `insert into platform.tenant (tenant, mode, clock_offset_ms)
     values ($1, 'SANDBOX', extract(epoch from $2::timestamptz - now()) * 1000)`,
    [TENANT, now()],
  );
  app = await home.start();
  issuer = new Issuer(home.pool, home.messages, TENANT, now);
}, 60_000);

afterAll(async () => {
  await app.close();
  await home.drop();
}, 60_000);

const told = async (dispute: IssuersDispute): Promise<readonly StoredEvent[]> => {
  const events = await new EventStore(home.pool, { schema: SCHEMA }).readShard(dispute.shard, 0, 1000);
  return events.filter((event) => JSON.stringify(event.data).includes(dispute.id) || event.subject === dispute.id);
};
const tellsOf = async <T extends keyof NetworkEventData>(dispute: IssuersDispute, type: T) =>
  (await told(dispute)).filter((event) => event.type === type).map((event) => event.data as NetworkEventData[T]);
const firstOf = <T extends keyof NetworkEventData>(
  dispute: IssuersDispute,
  type: T,
  fits: (data: NetworkEventData[T]) => boolean = () => true,
) => until(`${type} of ${dispute.id}`, async () => (await tellsOf(dispute, type)).find(fits));
const confirmed = (dispute: IssuersDispute, operation: string) =>
  firstOf(dispute, 'network.operation-confirmed.v1', (data) => data.operation === operation);
const fact = (dispute: IssuersDispute, action: string, state: string) =>
  firstOf(dispute, 'network.fact-observed.v1', (data) => data.fact.action === action && data.fact.state === state);
const hearAll = async (dispute: IssuersDispute) => dispute.hear((await told(dispute)) as never);

/** A dispute whose claim is open at the network. */
async function opened(
  ...transaction: Parameters<Issuer['open']>
): Promise<{ dispute: IssuersDispute; claimId: string }> {
  const dispute = await issuer.open(...transaction);
  const { claim_id: claimId } = await firstOf(dispute, 'network.claim-opened.v1');
  return { dispute, claimId };
}

/** The same with a chargeback that clearing has taken. */
async function chargedBack() {
  const { dispute, claimId } = await opened();
  await dispute.act('CHARGEBACK', 'CREATE');
  const { external_reference_id: chargebackId } = await confirmed(dispute, 'FILE_CHARGEBACK');
  await hearAll(dispute);
  return { dispute, claimId, chargebackId };
}

async function represented(document?: object) {
  const charged = await chargedBack();
  await home.sandbox.act(charged.claimId, {
    action: 'REPRESENTMENT',
    state: 'CREATE',
    message: 'GOODS DELIVERED',
    network_date: '2024-05-30',
    representment_reason_code: 'INVALID_CHARGEBACK',
    ...(document === undefined ? {} : { document }),
  });
  const seen = await fact(charged.dispute, 'REPRESENTMENT', 'CREATE');
  await hearAll(charged.dispute);
  return { ...charged, seen };
}

describe('claims', () => {
  it('are opened with the dispute, found by it, and closed and reopened with it', async () => {
    const { dispute, claimId } = await opened();
    const url = `${await app.getUrl()}/internal/claims?dispute_id=${dispute.id}`;
    const answer = await until('the claim is found', async () => {
      const response = await fetch(url, { headers: { authorization: 'Bearer internal-token-of-the-specs' } });
      return response.ok && ((await response.json()) as { claim_id: string; now: string });
    });
    expect(answer.claim_id).toBe(claimId);
    expect(answer.now.slice(0, 10)).toBe('2024-05-28');
    await dispute.tell({ type: 'UpdateDispute', body: { status: 'CLOSED', withdrawn_by_cardholder: true } });
    await confirmed(dispute, 'CLOSE_CLAIM');
    await dispute.tell({ type: 'UpdateDispute', body: { status: 'OPEN' } });
    await confirmed(dispute, 'REOPEN_CLAIM');
  });

  it('are found by the acquirer’s reference where the feed has no clearing id', async () => {
    const { claimId } = await opened({
      clearing_transaction_id: undefined as never,
      acquirer_reference_number: '55306608112341123451234',
    });
    expect(claimId).toMatch(/^\d+$/);
  });

  it('are adopted when their opening’s answer was lost', async () => {
    await home.sandbox.plant('createClaim', 'TIMEOUT_AFTER_COMMIT');
    const { dispute } = await opened();
    expect(await tellsOf(dispute, 'network.operation-started.v1')).toHaveLength(1);
    expect(await tellsOf(dispute, 'network.operation-unknown.v1')).toHaveLength(1);
  });
});

describe('chargebacks', () => {
  it('are filed with their document, and confirmed with the network’s date', async () => {
    const { dispute } = await opened();
    const bytes = Buffer.from('%PDF-1.4 proof');
    const sha256 = await new DocumentStore(home.documents).put(TENANT, dispute.id, bytes);
    const document = { file_name: 'proof.pdf', media_type: 'application/pdf', size_bytes: bytes.length, sha256 };
    await dispute.tell({ type: 'AddDocument', document });
    const [stored] = (await dispute.state()).documents;
    await dispute.act('CHARGEBACK', 'CREATE', { supporting_doc_id: stored?.id ?? '', message: 'Not as described' });
    const filed = await confirmed(dispute, 'FILE_CHARGEBACK');
    expect(filed).toMatchObject({ network_date: '2024-05-28', external_reference_id: expect.stringMatching(/^\d+$/) });
  });

  it('are adopted, never sent twice, when the answer was lost', async () => {
    const { dispute } = await opened();
    await home.sandbox.plant('createChargeback', 'TIMEOUT_AFTER_COMMIT');
    await dispute.act('CHARGEBACK', 'CREATE');
    await confirmed(dispute, 'FILE_CHARGEBACK');
    expect(await attemptsOf(dispute, 'FILE_CHARGEBACK')).toBe(1);
  });

  it('are sent again only after the pause when the network has done nothing', async () => {
    const { dispute } = await opened();
    await home.sandbox.plant('createChargeback', 'TIMEOUT_BEFORE');
    await dispute.act('CHARGEBACK', 'CREATE');
    await firstOf(dispute, 'network.operation-unknown.v1');
    await app.close();
    app = await home.start({ NETWORK_RESEND_AFTER_MS: '1500' });
    await confirmed(dispute, 'FILE_CHARGEBACK');
    expect(await attemptsOf(dispute, 'FILE_CHARGEBACK')).toBe(2);
  }, 40_000);

  it('are not sent again while the network cannot be asked', async () => {
    const { dispute } = await opened();
    await app.close();
    app = await home.start({ NETWORK_RESEND_AFTER_MS: '0', NETWORK_RETRY_AFTER_MS: '0' });
    await home.sandbox.plant('createChargeback', 'TIMEOUT_AFTER_COMMIT');
    await dispute.act('CHARGEBACK', 'CREATE');
    await until('the network has taken it', () => isChargedBack(dispute));
    await home.sandbox.plant('getClaimDetail', 'ERROR_500', 8);
    await confirmed(dispute, 'FILE_CHARGEBACK');
    expect(await attemptsOf(dispute, 'FILE_CHARGEBACK')).toBe(1);
  }, 40_000);

  it('that meet “too many requests” wait and go again', async () => {
    await app.close();
    app = await home.start({ NETWORK_RETRY_AFTER_MS: '500' });
    const { dispute } = await opened();
    await home.sandbox.plant('createChargeback', 'RATE_LIMIT');
    await dispute.act('CHARGEBACK', 'CREATE');
    await confirmed(dispute, 'FILE_CHARGEBACK');
    expect(await tellsOf(dispute, 'network.operation-deferred.v1')).toHaveLength(1);
  }, 40_000);

  it('that the network rejects later are told once as its rejection', async () => {
    const { dispute } = await opened();
    await home.sandbox.plant('createChargeback', 'REJECT');
    await dispute.act('CHARGEBACK', 'CREATE');
    await firstOf(dispute, 'network.operation-refused.v1');
    await hearAll(dispute);
    const state = await dispute.state();
    expect(state.lifecycleState).toBe('NETWORK_REJECTED_CHARGEBACK');
    expect(state.actions.filter(({ verb }) => verb === 'NETWORK_REJECT')).toHaveLength(1);
    await dispute.act('CHARGEBACK', 'CREATE');
    await confirmed(dispute, 'FILE_CHARGEBACK');
  });

  it('are reversed', async () => {
    const { dispute } = await chargedBack();
    await dispute.act('CHARGEBACK', 'REVERSE');
    await confirmed(dispute, 'REVERSE_CHARGEBACK');
    await hearAll(dispute);
    expect((await dispute.state()).decision).toBe('LOST');
  });

  it('whose reversal the network rejects are told so', async () => {
    const { dispute } = await chargedBack();
    await home.sandbox.plant('createChargebackReversal', 'REJECT');
    await dispute.act('CHARGEBACK', 'REVERSE');
    await firstOf(dispute, 'network.operation-refused.v1', (data) => data.operation === 'REVERSE_CHARGEBACK');
    await hearAll(dispute);
    expect((await dispute.state()).lifecycleState).toBe('NETWORK_REJECTED_CHARGEBACK_REVERSAL');
  });
});

describe('representments', () => {
  it('are found by polling, with their document, and told once', async () => {
    const pdf = Buffer.from('%PDF-1.4 delivered').toString('base64');
    const { dispute, claimId, chargebackId, seen } = await represented({ file_name: 'file.pdf', content_base64: pdf });
    expect(seen.fact).toMatchObject({
      claim_id: claimId,
      external_reference_id: chargebackId,
      by: 'acquirer',
      network_date: '2024-05-30',
      representment_reason_code: 'INVALID_CHARGEBACK',
      document: { file_name: 'file.pdf', media_type: 'application/pdf', size_bytes: 18 },
    });
    const address = { tenant: TENANT, disputeId: dispute.id, sha256: seen.fact.document?.sha256 ?? '' };
    expect(Buffer.from(await new DocumentStore(home.documents).get(address)).toString('base64')).toBe(pdf);
    await app.close();
    app = await home.start();
    await dispute.act('REPRESENTMENT', 'ACCEPT');
    await confirmed(dispute, 'ACKNOWLEDGE_REPRESENTMENT');
    expect(await tellsOf(dispute, 'network.fact-observed.v1')).toHaveLength(1);
    await dispute.tell({ type: 'UpdateDispute', body: { status: 'CLOSED' } });
    await confirmed(dispute, 'CLOSE_CLAIM');
  }, 40_000);

  it('may be reversed by the acquirer', async () => {
    const { dispute, claimId } = await represented();
    await home.sandbox.act(claimId, { action: 'REPRESENTMENT', state: 'REVERSE', network_date: '2024-06-02' });
    expect((await fact(dispute, 'REPRESENTMENT', 'REVERSE')).fact.network_date).toBe('2024-06-02');
  });
});

describe('cases', () => {
  const memo = { memo: 'The goods never came.' };

  it('go from pre-arbitration over a rebuttal to arbitration and its ruling', async () => {
    const { dispute, claimId } = await represented();
    await dispute.act('PRE_ARBITRATION', 'CREATE', memo);
    const { external_reference_id: caseId } = await confirmed(dispute, 'FILE_CASE');
    await hearAll(dispute);
    await home.sandbox.act(claimId, {
      action: 'PRE_ARBITRATION',
      state: 'REBUT',
      memo: 'No',
      network_date: '2024-06-10',
    });
    expect((await fact(dispute, 'PRE_ARBITRATION', 'REBUT')).fact.external_reference_id).toBe(caseId);
    await hearAll(dispute);
    await dispute.act('ARBITRATION', 'CREATE', memo);
    await confirmed(dispute, 'ESCALATE_CASE');
    await hearAll(dispute);
    await home.sandbox.act(claimId, { action: 'ARBITRATION', state: 'WON', network_date: '2024-07-10' });
    await fact(dispute, 'ARBITRATION', 'WON');
    await hearAll(dispute);
    expect((await dispute.state()).decision).toBe('WON');
  });

  it('of ours can be withdrawn', async () => {
    const { dispute } = await represented();
    await dispute.act('PRE_ARBITRATION', 'CREATE', memo);
    await confirmed(dispute, 'FILE_CASE');
    await hearAll(dispute);
    await dispute.act('PRE_ARBITRATION', 'REVERSE');
    await confirmed(dispute, 'WITHDRAW_CASE');
  });

  it('whose answer was lost are adopted', async () => {
    const { dispute } = await represented();
    await home.sandbox.plant('createCaseFiling', 'TIMEOUT_AFTER_COMMIT');
    await dispute.act('PRE_ARBITRATION', 'CREATE', memo);
    await confirmed(dispute, 'FILE_CASE');
    expect(await attemptsOf(dispute, 'FILE_CASE')).toBe(1);
  });

  it('that the network refuses leave the dispute where it was', async () => {
    const { dispute } = await represented();
    await home.sandbox.plant('createCaseFiling', 'REJECT');
    await dispute.act('PRE_ARBITRATION', 'CREATE', memo);
    await firstOf(dispute, 'network.operation-refused.v1');
    await hearAll(dispute);
    expect((await dispute.state()).lifecycleState).toBe('REPRESENTMENT');
  });

  it('of compliance are filed by us and answered when they are theirs', async () => {
    const { dispute } = await opened();
    const violation = { violation_code: 'SEND_OI', violation_date: '2024-05-01T00:00:00Z' } as const;
    await dispute.act('PRE_COMPLIANCE', 'CREATE', { ...memo, ...violation });
    await confirmed(dispute, 'FILE_CASE');

    const { dispute: theirs, claimId } = await chargedBack();
    await theirs.act('CHARGEBACK', 'REVERSE');
    await confirmed(theirs, 'REVERSE_CHARGEBACK');
    await hearAll(theirs);
    await home.sandbox.act(claimId, {
      action: 'PRE_COMPLIANCE',
      state: 'CREATE',
      memo: 'x',
      violation_code: 'SEND_OI',
      violation_date: '2024-05-01T00:00:00Z',
      network_date: '2024-06-20',
    });
    expect((await fact(theirs, 'PRE_COMPLIANCE', 'CREATE')).fact).toMatchObject({
      violation_code: 'SEND_OI',
      by: 'acquirer',
    });
    await hearAll(theirs);
    await theirs.act('PRE_COMPLIANCE', 'REBUT', memo);
    await confirmed(theirs, 'ANSWER_CASE');
  });
});

describe('an operation that a crash cut off', () => {
  it('is found at the network and not sent again', async () => {
    const { dispute } = await opened();
    // Asked for, but not sent: there is no network at this address.
    await app.close();
    app = await home.start({ NETWORK_BASE_URL: 'http://127.0.0.1:1/mastercom' });
    await dispute.act('CHARGEBACK', 'CREATE');
    await firstOf(dispute, 'network.operation-deferred.v1');
    await app.close();
    const inVain = await attemptsOf(dispute, 'FILE_CHARGEBACK');
    await home.sandbox.plant('createChargeback', 'TIMEOUT_AFTER_COMMIT');
    const doomed = new AppProcess('network-gateway', {
      ...home.env,
      KAFKA_BROKERS: '127.0.0.1:1',
      NETWORK_TIMEOUT_MS: '60000',
      NETWORK_RETRY_AFTER_MS: '0',
    });
    await doomed.start();
    await until('the chargeback was sent', async () => (await attemptsOf(dispute, 'FILE_CHARGEBACK')) > inVain);
    await until('the network has taken it', () => isChargedBack(dispute));
    await doomed.kill();
    app = await home.start();
    await confirmed(dispute, 'FILE_CHARGEBACK');
    expect(await attemptsOf(dispute, 'FILE_CHARGEBACK')).toBe(inVain + 1);
  }, 90_000);
});

/** Asks the network's own database, past all fault and doubt. */
async function isChargedBack(dispute: IssuersDispute): Promise<boolean> {
  const [claim] = await tellsOf(dispute, 'network.claim-opened.v1');
  const client = new pg.Client({ connectionString: home.theirDatabase });
  await client.connect();
  const { rows } = await client.query<{ text: string }>(
    `select row_to_json(c)::text as text from network_sandbox.claim c where claim_id = $1`,
    [claim?.claim_id],
  );
  await client.end();
  return rows[0]?.text.includes('CHARGEBACK') ?? false;
}

async function attemptsOf(dispute: IssuersDispute, operation: string): Promise<number> {
  const requested = await tellsOf(dispute, 'network.operation-requested.v1');
  const ids = requested.filter((one) => one.operation === operation).map((one) => one.operation_id);
  const started = await new EventStore(home.pool, { schema: SCHEMA }).readShard(dispute.shard, 0, 1000);
  return started.filter(
    ({ type, data }) =>
      type === 'network.operation-started.v1' && ids.includes((data as { operation_id: string }).operation_id),
  ).length;
}
