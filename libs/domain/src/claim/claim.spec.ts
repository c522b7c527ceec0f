import { describe, expect, it } from '@jest/globals';
import type { NetworkEvent } from '@dispute/contracts';
import { type CommandMeta, type Instant, plusMs } from '@dispute/kernel';
import { CREDIT_PURCHASE } from '../spec-kit/transactions.js';
import type { ClaimCommand } from './commands.js';
import { claimDecider } from './decider.js';
import { nextToSend } from './sending.js';

const FIRST = '018fc167-7672-729d-8d43-653518f3d939';
const SECOND = '018fc167-7672-729d-8d43-653518f3d940';
const NOW = '2024-05-28T22:48:24Z' as Instant;
const MINUTE_MS = 60_000;
const meta: CommandMeta = {
  commandId: 'c',
  tenant: 'acme_sandbox',
  actor: { kind: 'system', id: 'gateway' },
  now: NOW,
  newId: () => FIRST,
};

const joins = (disputeId: string): ClaimCommand => ({
  type: 'JoinClaim',
  operationId: `open for ${disputeId}`,
  disputeId,
  transactionId: CREDIT_PURCHASE.transaction_id,
  filing: { disputed_amount: 500, currency: 'USD', transaction: CREDIT_PURCHASE },
});
const starts = (operationId: string, realTime: Instant = NOW): ClaimCommand => ({
  type: 'StartOperation',
  operationId,
  realTime,
});
const files = (operationId: string, disputeId = FIRST): ClaimCommand => ({
  type: 'RequestOperation',
  operationId,
  operation: 'FILE_CHARGEBACK',
  disputeId,
  details: {},
});
const OPENING = `open for ${FIRST}`;
const confirms = (operationId: string, more: object = {}): ClaimCommand => ({
  type: 'ConfirmOperation',
  operationId,
  ...more,
});
const openedClaim = [joins(FIRST), starts(OPENING), confirms(OPENING, { claimId: '200000000001' })];

function after(...commands: readonly ClaimCommand[]) {
  let state = claimDecider.initialState();
  let latest: readonly NetworkEvent[] = [];
  let refusal: string | undefined;
  for (const command of commands) {
    const decision = claimDecider.decide(command, state, meta);
    latest = decision.ok ? decision.events : [];
    refusal = decision.ok ? undefined : decision.rejection.detail;
    for (const event of latest) state = claimDecider.evolve(state, { ...event, occurredAt: NOW });
  }
  return { state, refusal, types: latest.map(({ type }) => type.slice(8, -3)), next: nextToSend(state)?.operationId };
}

describe('a claim', () => {
  it('is opened for the first dispute of a transaction; further ones join it', () => {
    expect(after(joins(FIRST)).types).toEqual(['dispute-joined', 'operation-requested']);
    expect(after(joins(FIRST), joins(SECOND)).types).toEqual(['dispute-joined']);
    expect(after(joins(FIRST), joins(FIRST)).types).toEqual([]);
  });

  it('tells its id to every dispute that has joined, whenever that was', () => {
    const both = after(joins(FIRST), joins(SECOND), starts(OPENING), confirms(OPENING, { claimId: '2' }));
    expect(both.types).toEqual(['operation-confirmed', 'claim-opened', 'claim-opened']);
    expect(after(...openedClaim, joins(SECOND)).types).toEqual(['dispute-joined', 'claim-opened']);
  });

  it('closes with its last open dispute and opens again with the first that comes back', () => {
    const leaves = (disputeId: string): ClaimCommand => ({
      type: 'LeaveClaim',
      operationId: `close ${disputeId}`,
      disputeId,
    });
    const both = [...openedClaim, joins(SECOND)];
    expect(after(...both, leaves(FIRST)).types).toEqual(['claim-left']);
    const closed = [...both, leaves(FIRST), leaves(SECOND)];
    expect(after(...closed).types).toEqual(['claim-left', 'operation-requested']);
    const back: ClaimCommand = { type: 'ReturnToClaim', operationId: 'reopen', disputeId: FIRST };
    expect(after(...closed, back).state.operations.at(-1)?.operation).toBe('REOPEN_CLAIM');
  });

  it('that the network refuses takes along what waits for it, and is asked for again by the next step', () => {
    const refused: ClaimCommand = { type: 'RefuseOperation', operationId: OPENING, reason: 'No such transaction.' };
    const steps = [joins(FIRST), files('file'), starts(OPENING), refused];
    expect(after(...steps).types).toEqual(['operation-refused', 'operation-refused']);
    expect(after(...steps, files('again')).types).toEqual(['operation-requested', 'operation-requested']);
    expect(after(...steps, files('again')).next).toBe('again/open-claim');
  });

  it('has nothing to do for disputes that never joined it', () => {
    expect(after(files('file')).types).toEqual([]);
  });
});

describe('sending', () => {
  it('waits with everything until the claim is open', () => {
    expect(after(joins(FIRST), files('file')).next).toBe(OPENING);
    expect(after(...openedClaim, files('file')).next).toBe('file');
  });

  it('records the intent first, and keeps one command in flight per claim', () => {
    const flying = [...openedClaim, joins(SECOND), files('one'), files('two', SECOND), starts('one')];
    expect(after(...flying).types).toEqual(['operation-started']);
    expect(after(...flying).next).toBeUndefined();
    expect(after(...flying, starts('two')).refusal).toContain('in flight');
  });

  it('keeps a dispute’s steps in order, but not one dispute behind another’s clearing', () => {
    const accepted: ClaimCommand = { type: 'AcceptOperation', operationId: 'one', itemId: '3000' };
    const steps = [...openedClaim, joins(SECOND), files('one'), files('later'), starts('one'), accepted];
    expect(after(...steps).next).toBeUndefined();
    expect(after(...steps, files('two', SECOND)).next).toBe('two');
    expect(after(...steps, confirms('one')).next).toBe('later');
  });

  it('never repeats a command of unknown outcome before more than an hour of real time', () => {
    const lost: ClaimCommand = { type: 'LoseOperation', operationId: 'file', reason: 'No answer.' };
    const steps = [...openedClaim, files('file'), starts('file'), lost];
    expect(after(...steps, starts('file', plusMs(NOW, 60 * MINUTE_MS))).refusal).toContain('more than an hour');
    const again = after(...steps, starts('file', plusMs(NOW, 60 * MINUTE_MS + 1)));
    expect(again.state.operations.at(-1)).toMatchObject({ attempts: 2, status: 'STARTED' });
  });

  it('treats a crash after the intent like an unknown outcome', () => {
    expect(
      after(...openedClaim, files('file'), starts('file'), starts('file', plusMs(NOW, MINUTE_MS))).refusal,
    ).toContain('more than an hour');
  });

  it('repeats what was surely not done after a minute', () => {
    const deferred: ClaimCommand = { type: 'DeferOperation', operationId: 'file', reason: 'HTTP 429' };
    const steps = [...openedClaim, files('file'), starts('file'), deferred];
    expect(after(...steps, starts('file', plusMs(NOW, MINUTE_MS - 1))).refusal).toContain('within a minute');
    expect(after(...steps, starts('file', plusMs(NOW, MINUTE_MS))).types).toEqual(['operation-started']);
  });

  it('repeats soon what did not get out, and ever less often, up to once a minute', () => {
    const kept: ClaimCommand = { type: 'DeferOperation', operationId: 'file', reason: 'no connection', unsent: true };
    const again = (attempt: number) => starts('file', plusMs(NOW, attempt * MINUTE_MS));
    const steps = [...openedClaim, files('file'), starts('file'), kept];
    expect(after(...steps, starts('file', plusMs(NOW, 999))).refusal).toContain('did not get out');
    expect(after(...steps, starts('file', plusMs(NOW, 1000))).types).toEqual(['operation-started']);
    const often = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((attempt) => [again(attempt), kept]);
    expect(after(...steps, ...often, starts('file', plusMs(NOW, 9 * MINUTE_MS - 1))).refusal).toContain(
      'within a minute',
    );
    expect(after(...steps, ...often, again(9)).types).toEqual(['operation-started']);
  });

  it('keeps what went along with every attempt', () => {
    const lost: ClaimCommand = { type: 'LoseOperation', operationId: 'file', reason: 'no answer' };
    const attempt = (documentSha256: string, at = NOW) => ({ ...starts('file', at), documentSha256 }) as ClaimCommand;
    const again = attempt('b'.repeat(64), plusMs(NOW, 61 * MINUTE_MS));
    const { state } = after(...openedClaim, files('file'), attempt('a'.repeat(64)), lost, again);
    expect(state.operations.at(-1)?.sentDocuments).toEqual(['a'.repeat(64), 'b'.repeat(64)]);
  });

  it('does nothing more to an operation that has its outcome', () => {
    const steps = [...openedClaim, files('file'), starts('file'), confirms('file', { externalReferenceId: '3000' })];
    expect(after(...steps, confirms('file')).types).toEqual([]);
    expect(after(...steps, { type: 'RefuseOperation', operationId: 'file', reason: 'late' }).types).toEqual([]);
    expect(after(...steps, files('file')).types).toEqual([]);
    expect(after(...steps, starts('file', plusMs(NOW, 999 * MINUTE_MS))).refusal).toContain('CONFIRMED');
  });
});

describe('what the network tells', () => {
  it('is recorded once', () => {
    const tells: ClaimCommand = {
      type: 'ObserveFact',
      disputeId: FIRST,
      fact: {
        fact_id: 'f',
        claim_id: '2',
        action: 'REPRESENTMENT',
        state: 'CREATE',
        by: 'acquirer',
        network_date: '2024-05-30',
      },
    };
    expect(after(...openedClaim, tells).types).toEqual(['fact-observed']);
    expect(after(...openedClaim, tells, tells).types).toEqual([]);
  });
});
