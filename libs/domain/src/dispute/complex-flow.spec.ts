import { describe, expect, it } from '@jest/globals';
import { Life } from '../spec-kit/life.js';
import * as the from '../spec-kit/steps.js';

const start = (): Life => {
  const life = new Life();
  the.disputeOpened()(life);
  the.claimOpened()(life);
  return life;
};

/** "Complex Business Flow Example" of the source document, step by step. */
describe('the complex business flow', () => {
  it('1. opens pending action, with both windows counted from settlement', () => {
    const { resource } = start();
    expect(resource).toMatchObject({
      applicable_regulation: 'REGULATION_Z',
      credit_status: 'NONE',
      date_customer_reported: '2024-05-28T12:25:00Z',
      decision: 'ONGOING',
      disputed_amount: 500,
      external_reference_id: '030964295796',
      network: 'MASTERCARD',
      status: 'OPEN',
      lifecycle_state: 'PENDING_ACTION',
      network_eligibility: { is_digital_wallet_token: false, is_three_ds: false },
      reason_code: 'DUPLICATE_TRANSACTION',
      action_history: [],
      dispute_documents: [],
      tenant: 'acme_sandbox',
    });
    expect(resource.available_actions).toEqual([
      { action: 'PROVISIONAL_CREDIT', state: 'CREATE' },
      { action: 'WRITE_OFF', state: 'CREATE' },
      { action: 'CHARGEBACK', state: 'CREATE', timestamp_valid_to: '2024-08-23T00:00:00Z' },
      { action: 'PRE_COMPLIANCE', state: 'CREATE', timestamp_valid_to: '2024-07-24T00:00:00Z' },
    ]);
  });

  it('2. files the chargeback with its document and the reason code of the dispute', () => {
    const life = start();
    the.documentAdded(life);
    const documentId = life.resource.dispute_documents[0]?.id ?? '';
    the.at('2024-05-28T22:58:30Z')(life);
    the.issuer('CHARGEBACK/CREATE', { supporting_doc_id: documentId, message: 'Some things about chargeback' })(life);
    const filed = {
      action: 'CHARGEBACK',
      creation_time: '2024-05-28T22:58:30Z',
      message: 'Some things about chargeback',
      payment_rail: 'CARD',
      reason_code: 'DUPLICATE_TRANSACTION',
      status: 'SUBMITTED',
      supporting_doc_id: documentId,
      tenant: 'acme_sandbox',
    };
    const id = expect.any(String);
    expect(life.resource.action_history).toEqual([{ id, ...filed }]);
    expect(life.offered).toEqual(['PROVISIONAL_CREDIT/CREATE', 'CHARGEBACK/REVERSE']);
    the.networkConfirms('CHARGEBACK/CREATE', '2024-05-28')(life);
    expect(life.resource.action_history).toEqual([{ id, ...filed, external_reference_id: '806796815213' }]);
    expect(life.resource.last_updated_time).toBe('2024-05-28T22:58:30Z');
  });

  it('3. gives the provisional credit once credits has posted it', () => {
    const life = start();
    the.chargebackFiled(life);
    the.issuer('PROVISIONAL_CREDIT/CREATE')(life);
    expect(life.resource.credit_status).toBe('NONE');
    expect(life.offered).toEqual(['CHARGEBACK/REVERSE']);
    the.creditPosted(life);
    expect(life.resource.credit_status).toBe('PROVISIONAL');
    expect(life.resource.action_history.at(-1)).toMatchObject({ action: 'PROVISIONAL_CREDIT', status: 'SUBMITTED' });
    expect(life.offered).toEqual(['PROVISIONAL_CREDIT/REVERSE', 'CHARGEBACK/REVERSE']);
  });

  it('4. receives the representment with its document', () => {
    const life = start();
    the.chargebackFiled(life);
    the.provisionalCreditGiven(life);
    const document = { file_name: 'file.pdf', media_type: 'application/pdf', size_bytes: 9, sha256: 'b'.repeat(64) };
    the.acquirer('REPRESENTMENT/CREATE', '2024-05-30', { message: 'Some things about re-presentment', document })(life);
    expect(life.resource.lifecycle_state).toBe('REPRESENTMENT');
    expect(life.resource.dispute_documents).toHaveLength(1);
    expect(life.resource.action_history.at(-1)).toMatchObject({
      action: 'REPRESENTMENT',
      status: 'SUBMITTED',
      message: 'Some things about re-presentment',
      external_reference_id: '806796815213',
      supporting_doc_id: life.resource.dispute_documents[0]?.id,
    });
    expect(life.resource.available_actions).toEqual([
      { action: 'PROVISIONAL_CREDIT', state: 'REVERSE' },
      { action: 'REPRESENTMENT', state: 'ACCEPT' },
      { action: 'PRE_ARBITRATION', state: 'CREATE', timestamp_valid_to: '2024-07-14T00:00:00Z' },
    ]);
  });

  it('5. loses by accepting, and the system takes the credit back', () => {
    const life = start();
    the.chargebackFiled(life);
    the.provisionalCreditGiven(life);
    the.acquirer('REPRESENTMENT/CREATE', '2024-05-30')(life);
    the.issuer('REPRESENTMENT/ACCEPT')(life);
    expect(life.resource).toMatchObject({
      decision: 'LOST',
      lifecycle_state: 'REPRESENTMENT',
      credit_status: 'PROVISIONAL',
    });
    the.creditPosted(life);
    expect(life.resource).toMatchObject({ decision: 'LOST', credit_status: 'NONE' });
    expect(life.resource.action_history.map(({ action, status }) => `${action} ${status}`)).toEqual([
      'CHARGEBACK SUBMITTED',
      'PROVISIONAL_CREDIT SUBMITTED',
      'REPRESENTMENT SUBMITTED',
      'REPRESENTMENT ACCEPTED',
      'PROVISIONAL_CREDIT REVERSED',
    ]);
    expect(life.resource.available_actions).toEqual([
      { action: 'PRE_COMPLIANCE', state: 'CREATE', timestamp_valid_to: '2024-07-24T00:00:00Z' },
    ]);
  });

  it('6. closes, and then offers nothing', () => {
    const life = start();
    the.represented(life);
    the.issuer('REPRESENTMENT/ACCEPT')(life);
    the.closed(life);
    expect(life.resource).toMatchObject({ status: 'CLOSED', decision: 'LOST', available_actions: [] });
  });
});
