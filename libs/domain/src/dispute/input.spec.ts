import { describe, expect, it } from '@jest/globals';
import type { ActOnDispute, StoredDocument } from '@dispute/contracts';
import type { CommandMeta } from '@dispute/kernel';
import { given } from '../spec-kit/given.js';
import { ISSUER } from '../spec-kit/life.js';
import { disputeOpened, issuer } from '../spec-kit/steps.js';
import { disputeAt } from '../spec-kit/synthetic.js';
import { decide } from './decide.js';

const DOCUMENT_ID = '018fc167-aaaa-729d-8d43-653518f3d939';
const documents = [{ id: DOCUMENT_ID, file_name: 'receipt.pdf' } as StoredDocument];
const META: CommandMeta = {
  commandId: 'command',
  tenant: 'acme_sandbox',
  actor: ISSUER,
  now: '2024-05-29T12:00:00Z' as CommandMeta['now'],
  newId: (n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
};

describe('what a request says', () => {
  it('names a document by its id, in capitals too; the history shows it as it is', () => {
    const body: ActOnDispute = {
      payment_rail: 'CARD',
      action: 'CHARGEBACK',
      state: 'CREATE',
      supporting_doc_id: DOCUMENT_ID.toUpperCase(),
    };
    expect(decide({ type: 'ActOnDispute', body }, disputeAt({ documents }), META)).toMatchObject({
      ok: true,
      events: [{ data: { action: { supporting_doc_id: DOCUMENT_ID }, document: { id: DOCUMENT_ID } } }],
    });
    const supporting_doc_ids = [DOCUMENT_ID.toUpperCase()];
    const denial = { finding: 'NO_ERROR', explanation: 'The receipt is signed.', supporting_doc_ids } as const;
    expect(decide({ type: 'DenyDispute', body: { ...denial } }, disputeAt({ documents }), META)).toMatchObject({
      ok: true,
      events: expect.arrayContaining([
        expect.objectContaining({ data: expect.objectContaining({ supporting_doc_ids: [DOCUMENT_ID] }) }),
      ]),
    });
  });

  it.each([
    ['in the future', '2024-05-29T00:00:00Z', 'in_the_future'],
    ['that is none', '2024-05-01T23:59:60Z', 'not_a_time'],
  ])('takes no violation date %s', (_, violation_date, code) => {
    const { life } = given(disputeOpened()).when(issuer('PRE_COMPLIANCE/CREATE', { violation_date }));
    expect(life.rejection?.errors).toMatchObject([{ pointer: '/violation_date', code }]);
  });
});
