import { isDeepStrictEqual } from 'node:util';
import type { Dispute } from '@dispute/contracts';

/** A dispute with its stream version. */
export interface VersionedDispute {
  readonly version: number;
  readonly dispute: Dispute;
}

/** The list shows every dispute once, as its stream has it. @returns what is wrong */
export function readModelFaults(streams: readonly VersionedDispute[], listed: readonly VersionedDispute[]): string[] {
  const rows = Map.groupBy(listed, ({ dispute }) => dispute.id);
  const known = new Set(streams.map(({ dispute }) => dispute.id));
  return [
    ...streams.flatMap((stream) => faultsOf(stream, rows.get(stream.dispute.id) ?? [])),
    ...[...rows.keys()].filter((id) => !known.has(id)).map((id) => `dispute ${id} is listed and has no stream`),
  ];
}

function faultsOf({ version, dispute }: VersionedDispute, rows: readonly VersionedDispute[]): string[] {
  const [row] = rows;
  if (row === undefined || rows.length > 1) return [`dispute ${dispute.id} is listed ${rows.length} times`];
  if (row.version !== version)
    return [`dispute ${dispute.id} is listed in version ${row.version}, its stream has ${version}`];
  const fields = Object.keys({ ...dispute, ...row.dispute }) as (keyof Dispute)[];
  return fields
    .filter((field) => !isDeepStrictEqual(dispute[field], row.dispute[field]))
    .map((field) => `dispute ${dispute.id} is listed with another ${field}`);
}
