import { describe, expect, it } from '@jest/globals';
import { Platform } from '../spec-kit/platform.js';
import * as the from '../spec-kit/steps.js';
import { VISA_PURCHASE } from '../spec-kit/transactions.js';

function opened(): Platform {
  const platform = new Platform();
  platform.send(the.disputeOpened());
  platform.networkAnswers({ claimId: '030964295796' });
  return platform;
}

describe('dispute, network and credits together', () => {
  it('live the complex flow', () => {
    const platform = opened();
    expect(platform.life.resource.external_reference_id).toBe('030964295796');
    platform.send(the.documentAdded);
    const supporting_doc_id = platform.life.resource.dispute_documents[0]?.id ?? '';
    platform.send(the.issuer('CHARGEBACK/CREATE', { supporting_doc_id }));
    expect(platform.claim.operations.at(-1)?.details).toMatchObject({
      action: { reason_code: 'DUPLICATE_TRANSACTION' },
      document: { file_name: 'file.pdf' },
    });
    expect(platform.networkAnswers({ externalReferenceId: '806796815213' })).toBe('FILE_CHARGEBACK');
    platform.send(the.issuer('PROVISIONAL_CREDIT/CREATE'));
    expect(platform.life.resource.credit_status).toBe('PROVISIONAL');
    platform.toClaim({
      type: 'ObserveFact',
      disputeId: the.DISPUTE_ID,
      fact: {
        fact_id: 'f',
        claim_id: '030964295796',
        action: 'REPRESENTMENT',
        state: 'CREATE',
        by: 'acquirer',
        network_date: '2024-05-30',
      },
    });
    expect(platform.life.resource.lifecycle_state).toBe('REPRESENTMENT');
    platform.send(the.issuer('REPRESENTMENT/ACCEPT'));
    expect(platform.life.resource).toMatchObject({ decision: 'LOST', credit_status: 'NONE' });
    expect(platform.networkAnswers()).toBe('ACKNOWLEDGE_REPRESENTMENT');
    platform.send(the.closed);
    expect(platform.networkAnswers()).toBe('CLOSE_CLAIM');
    expect(platform.creditEvents.map(({ type }) => type)).toEqual(['credit.posted.v1', 'credit.posted.v1']);
  });

  it('queue a step that comes before the network has answered the one before', () => {
    const platform = new Platform();
    platform.send(the.disputeOpened());
    platform.send(the.issuer('CHARGEBACK/CREATE'));
    platform.send(the.issuer('CHARGEBACK/REVERSE'));
    expect(platform.networkAnswers({ claimId: '1' })).toBe('OPEN_CLAIM');
    expect(platform.networkAnswers({ externalReferenceId: '2' })).toBe('FILE_CHARGEBACK');
    expect(platform.networkAnswers({ externalReferenceId: '2' })).toBe('REVERSE_CHARGEBACK');
    expect(platform.networkAnswers()).toBeUndefined();
    expect(platform.life.state.actions.every(({ confirmedOn }) => confirmedOn)).toBe(true);
  });

  it('escalate a pre-case, and file arbitration where nothing came before it', () => {
    const operations = (platform: Platform) => platform.claim.operations.map(({ operation }) => operation);
    const slow = opened();
    slow.send(the.preArbitrationFiled);
    slow.send(the.acquirer('PRE_ARBITRATION/REBUT', '2024-06-10'));
    slow.send(the.issuer('ARBITRATION/CREATE'));
    expect(operations(slow)).toEqual(['OPEN_CLAIM', 'FILE_CHARGEBACK', 'FILE_CASE', 'ESCALATE_CASE']);
    const direct = new Platform();
    direct.send(the.disputeOpened({ body: { reason_code: 'CHIP_LIABILITY_SHIFT' } }));
    direct.send(the.represented);
    direct.send(the.issuer('ARBITRATION/CREATE'));
    expect(operations(direct)).toEqual(['OPEN_CLAIM', 'FILE_CHARGEBACK', 'FILE_CASE']);
  });

  it('take back a filing that the network refuses', () => {
    const platform = opened();
    platform.send(the.issuer('CHARGEBACK/CREATE'));
    const operationId = platform.claim.operations.at(-1)?.operationId ?? '';
    platform.toClaim({ type: 'RefuseOperation', operationId, reason: 'The reason code is not valid.' });
    expect(platform.life.resource.lifecycle_state).toBe('NETWORK_REJECTED_CHARGEBACK');
    expect(platform.life.resource.action_history.at(-1)).toMatchObject({
      action: 'CHARGEBACK',
      status: 'NETWORK_REJECTED',
      message: 'The reason code is not valid.',
    });
  });

  it('note a claim that the network refuses', () => {
    const platform = new Platform();
    platform.send(the.disputeOpened());
    const operationId = platform.claim.operations.at(-1)?.operationId ?? '';
    platform.toClaim({ type: 'RefuseOperation', operationId, reason: 'No such transaction.' });
    expect(platform.life.resource.network_activity).toMatchObject([{ kind: 'OPEN_CLAIM_REFUSED' }]);
  });

  it('leave the network alone where Marqeta handles the dispute', () => {
    const platform = new Platform();
    platform.send(the.disputeOpened({ transaction: VISA_PURCHASE }));
    platform.send(the.ops('CHARGEBACK/CREATE'));
    expect(platform.networkEvents).toEqual([]);
  });
});
