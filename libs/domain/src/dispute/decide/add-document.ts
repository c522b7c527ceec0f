import type { DisputeEvent, ReceivedDocument } from '@dispute/contracts';
import { type CommandMeta, type Decision, accepted, refused } from '@dispute/kernel';
import type { KnownDispute } from '../state.js';
import { closedFault } from './act-on-dispute.js';

/** The issuer adds a document; its bytes lie in the document store already. The document's id is the command's first new id. */
export function addDocument(
  document: ReceivedDocument,
  state: KnownDispute,
  meta: CommandMeta,
): Decision<DisputeEvent> {
  const closed = closedFault(state);
  if (closed) return refused(closed);
  return accepted<DisputeEvent>({
    type: 'dispute.document-added.v1',
    data: {
      document: {
        ...document,
        id: meta.newId(0),
        dispute_id: state.opening.dispute_id,
        tenant: state.opening.tenant,
        creation_time: meta.now,
        source: 'ISSUER',
      },
    },
  });
}
