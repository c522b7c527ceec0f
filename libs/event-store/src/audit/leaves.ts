import { crc32 } from 'node:zlib';
import { SEALED_COLUMNS, type SealedColumn, type SealedRow, eventIdOf } from './sealed-columns.js';

const ID_BYTES = 16;
const MARK_BYTES = 4;
const LEAF_BYTES = ID_BYTES + SEALED_COLUMNS.length * MARK_BYTES;

/**
 * What a seal remembers of one event beyond its root: the event's id and a checksum per column. The root proves that
 * something was altered; the leaves only show where, so a checksum is enough.
 */
export interface Leaf {
  readonly eventId: string;
  readonly marks: readonly number[];
}

export class LeafWriter {
  private readonly written: Buffer[] = [];

  add(row: SealedRow): void {
    const leaf = Buffer.alloc(LEAF_BYTES);
    leaf.write(eventIdOf(row).replaceAll('-', ''), 0, 'hex');
    row.forEach((text, n) => leaf.writeUInt32BE(markOf(text), ID_BYTES + n * MARK_BYTES));
    this.written.push(leaf);
  }

  bytes(): Buffer {
    return Buffer.concat(this.written);
  }
}

/** Checksum of one column's text; nothing differs from the empty text. */
export const markOf = (text: string | null): number => (text === null ? 0xffffffff : crc32(text));

/** How many leaves these bytes hold; no whole number where they are no leaves. */
export const leafCount = (bytes: Buffer): number => bytes.length / LEAF_BYTES;

export function leavesOf(bytes: Buffer): Leaf[] {
  const count = Math.floor(leafCount(bytes));
  return Array.from({ length: count }, (_, n) => leafOf(bytes.subarray(n * LEAF_BYTES, (n + 1) * LEAF_BYTES)));
}

function leafOf(bytes: Buffer): Leaf {
  const hex = bytes.toString('hex', 0, ID_BYTES);
  const eventId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { eventId, marks: SEALED_COLUMNS.map((_, n) => bytes.readUInt32BE(ID_BYTES + n * MARK_BYTES)) };
}

/** Columns whose text is not the one that was sealed. */
export const alteredColumns = (row: SealedRow, { marks }: Leaf): SealedColumn[] =>
  SEALED_COLUMNS.filter((_, n) => markOf(row[n] ?? null) !== marks[n]);

/** Checksum of the stream's name in a leaf. */
export const streamMarkOf = ({ marks }: Leaf): number => marks[SEALED_COLUMNS.indexOf('stream')] ?? 0;
