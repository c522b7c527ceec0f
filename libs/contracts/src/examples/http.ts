import { AuditTrail } from '../audit-trail.js';
import { Case, CaseCreated, CaseErrors, ChangeTrustedAmount, CreateCase, TrustedAmountChanged } from '../cases.js';
import { Dispute, DisputeAction, DisputeDocument } from '../dispute-resource.js';
import { problemOf, Problem } from '../problem.js';
import { DisputeDocumentList, DisputeList, Live, Ready, Waiting } from '../routes/index.js';
import { SandboxAct, SandboxActTaken, SandboxFault } from '../sandbox.js';
import { SetTestClock, TestClock } from '../test-clock.js';
import { UnavailableActions } from '../unavailable-actions.js';
import { exampleOf } from './example.js';
import { chargeback, dispute, document, provisionalCredit } from './resources.js';
import * as story from './story.js';

const filed: Dispute = {
  ...dispute,
  external_reference_id: story.CLAIM_REFERENCE,
  dispute_documents: [document],
  action_history: [{ ...chargeback, external_reference_id: story.CHARGEBACK_REFERENCE }, provisionalCredit],
  lifecycle_state: 'CHARGEBACK',
  credit_status: 'PROVISIONAL',
  available_actions: [
    { action: 'PROVISIONAL_CREDIT', state: 'REVERSE' },
    { action: 'CHARGEBACK', state: 'REVERSE' },
  ],
};

const lapsed = {
  code: 'WINDOW_LAPSED',
  since: '2024-08-23T00:00:00Z',
  until: null,
  detail: 'The network takes chargebacks for 120 days after settlement.',
  source: 'S3: within 120 days of settlement of the transaction',
};

const disputeExamples = [
  exampleOf(Dispute, dispute),
  exampleOf(DisputeList, { disputes: [filed] }),
  exampleOf(DisputeAction, chargeback),
  exampleOf(DisputeDocument, document),
  exampleOf(DisputeDocumentList, { documents: [document] }),
  exampleOf(UnavailableActions, {
    unavailable_actions: [{ action: 'CHARGEBACK', state: 'CREATE', reasons: [lapsed] }],
  }),
  exampleOf(AuditTrail, {
    events: [
      {
        version: 2,
        type: 'dispute.claim-opened.v1',
        time: story.OPENED_AT,
        actor: { kind: 'network', id: 'network-gateway' },
        command_id: 'b0f6c2f4a1d8',
        rule_version: null,
        data: { claim_id: story.CLAIM_REFERENCE },
      },
    ],
    dispute: { ...dispute, external_reference_id: story.CLAIM_REFERENCE },
  }),
  exampleOf(
    Problem,
    problemOf(
      {
        code: 'BAD_REQUEST_BODY',
        detail: '/disputed_amount: It must be a whole number, without quotes.',
        errors: [
          { pointer: '/disputed_amount', code: 'wrong_type', message: 'It must be a whole number, without quotes.' },
        ],
      },
      { instance: '/v1/disputes', requestId: 'req-0042' },
    ),
  ),
];

const caseExamples = [
  exampleOf(CreateCase, { financialDocumentId: 2987891, reasonCode: '4837', caseComments: 'Not recognised.' }),
  exampleOf(CaseCreated, { caseId: 80001 }),
  exampleOf(Case, {
    caseId: 80001,
    caseStatus: 'A',
    caseStep: 'PENDING_ACTION',
    reasonCode: '4837',
    reasonDescription: 'No cardholder authorization',
  }),
  exampleOf(ChangeTrustedAmount, { currency: 'EUR', newAmount: 10, reasonCode: '4834' }),
  exampleOf(TrustedAmountChanged, {
    caseActionId: 1,
    caseActionDescription: 'Change Trusted Amount',
    caseNumber: 'D80001',
  }),
  exampleOf(CaseErrors, {
    Errors: {
      Error: [
        {
          Source: 'dispute-platform',
          ReasonCode: 'ANOTHER_OPEN_CASE_ALREADY_EXISTS',
          Description: 'Case 80001 is open for this transaction.',
          Recoverable: false,
        },
      ],
    },
  }),
];

const sandboxExamples = [
  exampleOf(SetTestClock, { advance_days: 45 }),
  exampleOf(TestClock, { now: story.OPENED_AT, status: 'READY', pending_timers: 0, parked: 0 }),
  exampleOf(SandboxAct, {
    action: 'REPRESENTMENT',
    state: 'CREATE',
    message: 'Some things about re-presentment',
    representment_reason_code: 'CHARGEBACK_REMEDIED',
    network_date: '2024-05-30',
    document: { file_name: 'file.pdf', content_base64: 'JVBERi0xLjQK' },
  }),
  exampleOf(SandboxActTaken, { network_event_id: '300000000042' }),
  exampleOf(SandboxFault, { operation: 'createChargeback', fault: 'TIMEOUT_AFTER_COMMIT', times: 1 }),
  exampleOf(Live, { status: 'live' }),
  exampleOf(Ready, { status: 'ready' }),
  exampleOf(Waiting, { waiting_for: ['credits'] }),
];

export const HTTP_EXAMPLES = [...disputeExamples, ...caseExamples, ...sandboxExamples];
