/** One chunk of a PNG file (PNG specification, section 5). */
export interface PngChunk {
  readonly type: string;
  readonly bytes: Buffer;
}

const SIGNATURE_BYTES = 8;
/** Length and type before a chunk's bytes, its checksum behind them. */
const [HEAD_BYTES, FRAME_BYTES] = [8, 12];

/** The chunks of a PNG up to its end, and how long it is up to there. @throws Error when it is cut short */
export function chunksOf(png: Buffer): { readonly chunks: readonly PngChunk[]; readonly length: number } {
  const chunks: PngChunk[] = [];
  for (let at = SIGNATURE_BYTES; at + FRAME_BYTES <= png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + HEAD_BYTES);
    chunks.push({ type, bytes: png.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length) });
    at += FRAME_BYTES + length;
    if (type === 'IEND' && at <= png.length) return { chunks, length: at };
  }
  throw new Error('the picture is no PNG, or cut short');
}
