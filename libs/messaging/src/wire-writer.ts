/** Up to here a text is written faster character by character than by a call into the runtime. */
const SHORT = 40;

/** Bytes of a varint with zigzag, of a number from 0 to 2^30. */
const sizeOfVarint = (n: number): number => (n < 0x40 ? 1 : n < 0x2000 ? 2 : n < 0x100000 ? 3 : n < 0x8000000 ? 4 : 5);

/** Writes what Kafka's protocol is made of into one buffer, which grows as it has to. Numbers are big-endian. */
export class WireWriter {
  private bytes: Buffer;
  private end = 0;

  /** @param size how many bytes it will be, about */
  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(Math.max(64, size));
  }

  get length(): number {
    return this.end;
  }

  /** What was written so far, not copied: from a place on, or all of it. */
  written(from = 0): Buffer {
    return this.bytes.subarray(from, this.end);
  }

  int8(n: number): void {
    this.reserve(1);
    this.end = this.bytes.writeInt8(n, this.end);
  }

  int16(n: number): void {
    this.reserve(2);
    this.end = this.bytes.writeInt16BE(n, this.end);
  }

  int32(n: number): void {
    this.reserve(4);
    this.end = this.bytes.writeInt32BE(n, this.end);
  }

  int64(n: number): void {
    this.reserve(8);
    this.end = this.bytes.writeBigInt64BE(BigInt(n), this.end);
  }

  /** Leaves room for a number that is known later. @returns where */
  room(): number {
    this.int32(0);
    return this.end - 4;
  }

  fill(place: number, n: number): void {
    this.bytes.writeUInt32BE(n >>> 0, place);
  }

  /** A text with its length in front, as most of the protocol has it. */
  shortText(text: string): void {
    this.int16(Buffer.byteLength(text));
    this.reserve(text.length * 3);
    this.end += this.bytes.write(text, this.end);
  }

  /** @param n from 0 to 2^30 */
  varint(n: number): void {
    this.reserve(5);
    this.end = this.varintAt(n, this.end);
  }

  /** Bytes with their length as a varint in front, as records have them. */
  part(content: string | Buffer | null | undefined): void {
    if (content === null || content === undefined) this.int8(1);
    else if (typeof content === 'string') this.text(content);
    else {
      this.varint(content.length);
      this.reserve(content.length);
      this.end += content.copy(this.bytes, this.end);
    }
  }

  /** What `write` writes, with its length as a varint in front. */
  sized(write: () => void): void {
    const start = this.end;
    this.reserve(2);
    this.end += 2; // as most have it
    write();
    this.lengthBefore(start, 2);
  }

  private text(text: string): void {
    const start = this.end;
    const guess = sizeOfVarint(text.length);
    this.reserve(5 + text.length * 3);
    this.end += guess;
    const asAscii = text.length <= SHORT && this.ascii(text);
    if (asAscii) this.varintAt(text.length, start);
    else {
      this.end += this.bytes.write(text, this.end);
      this.lengthBefore(start, guess);
    }
  }

  /** @returns false where the text has other characters, and nothing was written */
  private ascii(text: string): boolean {
    const { bytes, end } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[end + i] = code;
    }
    this.end += text.length;
    return true;
  }

  /** Writes how much follows into the room before it; what follows is moved where the room does not fit. */
  private lengthBefore(start: number, room: number): void {
    const length = this.end - start - room;
    const size = sizeOfVarint(length);
    if (size !== room) {
      this.reserve(5);
      this.bytes.copyWithin(start + size, start + room, this.end);
      this.end += size - room;
    }
    this.varintAt(length, start);
  }

  private varintAt(n: number, from: number): number {
    let at = from;
    let rest = n * 2;
    for (; rest > 0x7f; rest >>>= 7) this.bytes[at++] = (rest & 0x7f) | 0x80;
    this.bytes[at++] = rest;
    return at;
  }

  private reserve(more: number): void {
    if (this.end + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.end + more));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}
