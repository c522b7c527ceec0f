import type { DisputeCommand } from '@dispute/domain';

/** A command with the ids of documents as they were made: a UUID in capitals is the same id, as it is in a path. */
export function withCanonicalIds(command: DisputeCommand): DisputeCommand {
  if (command.type === 'ActOnDispute' && command.body.supporting_doc_id !== undefined) {
    return { ...command, body: { ...command.body, supporting_doc_id: command.body.supporting_doc_id.toLowerCase() } };
  }
  if (command.type === 'DenyDispute' && command.body.supporting_doc_ids !== undefined) {
    const ids = command.body.supporting_doc_ids.map((id) => id.toLowerCase());
    return { ...command, body: { ...command.body, supporting_doc_ids: ids } };
  }
  return command;
}
