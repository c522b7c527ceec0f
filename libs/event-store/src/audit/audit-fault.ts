/** Something that is not as it was sealed, and where. */
export interface AuditFault {
  readonly schema: string;
  readonly shard: number;
  /** A position, or the positions of a seal. */
  readonly position?: number;
  readonly seal?: { readonly from: number; readonly to: number };
  readonly stream?: string;
  readonly eventId?: string;
  /** What differs, as a sentence without its subject. */
  readonly what: string;
}

/** One line for a reader. */
export function faultLine({ schema, shard, position, seal, stream, eventId, what }: AuditFault): string {
  const place = [
    `${schema}, shard ${shard}`,
    position !== undefined && `position ${position}`,
    seal && `seal of positions ${seal.from} to ${seal.to}`,
    stream && `stream ${stream}`,
    eventId && `event ${eventId}`,
  ];
  return `${place.filter(Boolean).join(', ')}: ${what}`;
}
