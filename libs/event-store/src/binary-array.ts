const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;

/**
 * An array of texts in PostgreSQL's binary format: as a literal, every quote in it would be escaped here, and read back
 * there. In data that are JSON every tenth character is one.
 * @param elementType OID of a type whose binary form is its text, such as json
 */
export function binaryArray(elementType: number, texts: readonly string[]): Buffer {
  const most = texts.reduce((sum, text) => sum + LENGTH_BYTES + text.length * 3, HEADER_BYTES);
  const bytes = Buffer.allocUnsafe(most);
  [1, 0, elementType, texts.length, 1].forEach((n, at) => bytes.writeInt32BE(n, at * 4)); // dimensions, nulls, type, size, base
  let at = HEADER_BYTES;
  for (const text of texts) {
    const length = bytes.write(text, at + LENGTH_BYTES);
    bytes.writeInt32BE(length, at);
    at += LENGTH_BYTES + length;
  }
  return bytes.subarray(0, at);
}
