import type {
  ActOnDispute,
  ActionName,
  CardTransaction,
  DenyDispute,
  DisputePolicy,
  NetworkFact,
  OpenDispute,
  UpdateDispute,
  Verb,
} from '@dispute/contracts';
import type { Actor, CalendarDate } from '@dispute/kernel';
import { latestAction } from '../dispute/state.js';
import { ISSUER, type Life } from './life.js';
import { CREDIT_PURCHASE } from './transactions.js';

/** Something that happens in a dispute's life. */
export type Step = (life: Life) => void;
type Act = `${ActionName}/${Verb}`;

const SYSTEM: Actor = { kind: 'system', id: 'reactions' };
const OPS: Actor = { kind: 'ops', id: 'an operator' };

export interface Opening {
  readonly transaction?: CardTransaction | undefined;
  readonly body?: Partial<OpenDispute>;
  readonly policy?: DisputePolicy;
  readonly disputeId?: string;
}

export const disputeOpened =
  ({ transaction = CREDIT_PURCHASE, body = {}, policy, disputeId = DISPUTE_ID }: Opening = {}): Step =>
  (life) =>
    life.send({
      type: 'OpenDispute',
      disputeId,
      transaction,
      ...(policy ? { policy } : {}),
      body: {
        payment_rail: 'CARD',
        transaction_id: transaction.transaction_id,
        disputed_amount: 500,
        date_customer_reported: '2024-05-28T12:25:00.000Z',
        memo: 'Some details about the reason for creating the dispute.',
        reason_code: 'DUPLICATE_TRANSACTION',
        ...body,
      },
    });

export const DISPUTE_ID = '018fc167-7672-729d-8d43-653518f3d939';

/** The issuer takes an action; memo and violation are filled in where the table needs them. */
export const issuer =
  (act: Act, fields: Partial<ActOnDispute> = {}, actor: Actor = ISSUER): Step =>
  (life) =>
    life.send({ type: 'ActOnDispute', body: { ...complete(act, life), ...fields } }, actor);

export const ops = (act: Act, fields: Partial<ActOnDispute> = {}): Step => issuer(act, fields, OPS);

/** A request with every field that any row needs. */
export function complete(act: Act, life: Life): ActOnDispute {
  const [action, state] = act.split('/') as [ActionName, Verb];
  const needsMemo = ['PRE_ARBITRATION', 'ARBITRATION', 'PRE_COMPLIANCE', 'COMPLIANCE'].includes(action);
  return {
    payment_rail: 'CARD',
    action,
    state,
    ...(needsMemo ? { memo: 'Because.' } : {}),
    ...(act === 'PRE_COMPLIANCE/CREATE'
      ? { violation_code: 'ALL_OTHER', violation_date: life.state.opening.date_customer_reported }
      : {}),
  };
}

/** The network accepts our newest step of this kind on a day. */
export const networkConfirms =
  (act: Act, on: string, externalReferenceId = '806796815213'): Step =>
  (life) => {
    const [action, verb] = act.split('/') as [ActionName, Verb];
    const actionId = latestAction(life.state, action, verb)?.shown.id ?? 'none';
    life.send({ type: 'ConfirmFiling', actionId, externalReferenceId, networkDate: on as CalendarDate }, SYSTEM);
  };

export const networkRefuses =
  (act: Act, reason = 'INVALID_REQUEST'): Step =>
  (life) => {
    const [action, verb] = act.split('/') as [ActionName, Verb];
    const actionId = latestAction(life.state, action, verb)?.shown.id ?? 'none';
    life.send({ type: 'RejectFiling', operationId: `operation of ${actionId}`, actionId, reason }, SYSTEM);
  };

/** The acquirer or the network has done something, on a day. */
const fact =
  (by: NetworkFact['by']) =>
  (act: Act, on: string, fields: Partial<NetworkFact> = {}): Step =>
  (life) => {
    const [action, state] = act.split('/') as [ActionName, Verb];
    const known = { fact_id: `${by} ${act} ${on}`, claim_id: '030964295796', action, state, by, network_date: on };
    life.send({ type: 'RecordFact', fact: { ...known, ...fields } }, { kind: by, id: 'claim' });
  };
export const acquirer = fact('acquirer');
export const network = fact('network');

export const claimOpened =
  (claimId = '030964295796'): Step =>
  (life) =>
    life.send({ type: 'RecordClaim', claimId }, SYSTEM);

/** Credits posts what is in flight. */
export const creditPosted: Step = (life) => {
  const posting = life.state.postingInFlight;
  if (!posting) throw new Error('no posting is in flight');
  const { postingId, movement } = posting;
  life.send({ type: 'RecordPosting', postingId, movement, postedAt: life.now }, SYSTEM);
};

export const creditRefused: Step = (life) => {
  const posting = life.state.postingInFlight;
  if (!posting) throw new Error('no posting is in flight');
  const { postingId, movement } = posting;
  life.send({ type: 'RefusePosting', postingId, movement, reason: 'The account is closed.' }, SYSTEM);
};

export const provisionalCreditGiven: Step = (life) => {
  issuer('PROVISIONAL_CREDIT/CREATE')(life);
  creditPosted(life);
};

export const documentAdded: Step = (life) =>
  life.send({
    type: 'AddDocument',
    document: { file_name: 'file.pdf', media_type: 'application/pdf', size_bytes: 500, sha256: 'a'.repeat(64) },
  });

export const updated =
  (body: UpdateDispute): Step =>
  (life) =>
    life.send({ type: 'UpdateDispute', body });
export const closed = updated({ status: 'CLOSED' });
export const withdrawn = updated({ status: 'CLOSED', withdrawn_by_cardholder: true });
export const reopened = updated({ status: 'OPEN' });

export const denied =
  (body: Partial<DenyDispute> = {}): Step =>
  (life) =>
    life.send({ type: 'DenyDispute', body: { finding: 'NO_ERROR', explanation: 'The receipt is signed.', ...body } });

/** Time passes, and every timer that falls due fires. */
export const until =
  (end: string): Step =>
  (life) =>
    life.passUntil(end);

/** The clock stands at an instant; nothing fires. */
export const at =
  (now: string): Step =>
  (life) => {
    life.now = now as Life['now'];
  };

/** A chargeback that the network has accepted on 2024-05-29: representment until 2024-07-13. */
export const chargebackFiled: Step = (life) => {
  issuer('CHARGEBACK/CREATE')(life);
  networkConfirms('CHARGEBACK/CREATE', '2024-05-29')(life);
};

/** A representment of 2024-05-30: pre-arbitration until 2024-07-14. */
export const represented: Step = (life) => {
  chargebackFiled(life);
  acquirer('REPRESENTMENT/CREATE', '2024-05-30')(life);
};

/** A pre-arbitration case accepted on 2024-06-01: rebuttal until 2024-07-01, arbitration until 2024-08-15. */
export const preArbitrationFiled: Step = (life) => {
  represented(life);
  issuer('PRE_ARBITRATION/CREATE')(life);
  networkConfirms('PRE_ARBITRATION/CREATE', '2024-06-01', '600001')(life);
};
