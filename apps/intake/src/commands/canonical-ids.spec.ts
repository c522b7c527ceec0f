import { expect, it } from '@jest/globals';
import type { DisputeCommand } from '@dispute/domain';
import { withCanonicalIds } from './canonical-ids.js';

const CAPITALS = '018FC167-7672-729D-8D43-653518F3D939';
const ID = '018fc167-7672-729d-8d43-653518f3d939';

it.each<[DisputeCommand, DisputeCommand]>([
  [
    {
      type: 'ActOnDispute',
      body: { action: 'CHARGEBACK', state: 'CREATE', payment_rail: 'CARD', supporting_doc_id: CAPITALS },
    },
    {
      type: 'ActOnDispute',
      body: { action: 'CHARGEBACK', state: 'CREATE', payment_rail: 'CARD', supporting_doc_id: ID },
    },
  ],
  [
    { type: 'DenyDispute', body: { finding: 'NO_ERROR', explanation: 'A', supporting_doc_ids: [CAPITALS, ID] } },
    { type: 'DenyDispute', body: { finding: 'NO_ERROR', explanation: 'A', supporting_doc_ids: [ID, ID] } },
  ],
  [
    { type: 'UpdateDispute', body: { status: 'CLOSED' } },
    { type: 'UpdateDispute', body: { status: 'CLOSED' } },
  ],
])('documents are named as they were made: %j', (command, canonical) => {
  expect(withCanonicalIds(command)).toEqual(canonical);
});
