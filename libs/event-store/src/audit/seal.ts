import { createHash } from 'node:crypto';
import { LeafWriter } from './leaves.js';
import type { SealedRow } from './sealed-columns.js';

/** What a seal says beside the events that it covers. */
export interface SealHead {
  readonly schema: string;
  readonly epoch: number;
  readonly shard: number;
  /** First and last position covered. */
  readonly from: number;
  readonly to: number;
  /** The sealer's clock, RFC 3339 in UTC with milliseconds. */
  readonly sealedAt: string;
  /** Root of the shard's seal before, as hex; GENESIS for the first. */
  readonly previous: string;
}

export interface Seal extends SealHead {
  /** SHA-256 as hex. */
  readonly root: string;
  /** One leaf for each event: where to look when the root does not come out. Not part of the root. */
  readonly leaves: Buffer;
}

export const GENESIS = '0'.repeat(64);

const FORM = 'dispute-platform/seal/1';

/**
 * The hash of one seal: SHA-256 over lines of JSON in UTF-8, each ended by a line feed. The first is the head with the
 * root before; then comes one for each event in the order of positions, an array of the texts of SEALED_COLUMNS. A new
 * column needs a new form.
 */
export class SealHash {
  private readonly hash = createHash('sha256');
  private readonly leaves = new LeafWriter();

  constructor(private readonly head: SealHead) {
    const { schema, epoch, shard, from, to, sealedAt, previous } = head;
    this.line([FORM, schema, epoch, shard, from, to, sealedAt, previous]);
  }

  add(row: SealedRow): void {
    this.line(row);
    this.leaves.add(row);
  }

  end(): Seal {
    return { ...this.head, root: this.hash.digest('hex'), leaves: this.leaves.bytes() };
  }

  private line(values: readonly unknown[]): void {
    this.hash.update(`${JSON.stringify(values)}\n`);
  }
}
