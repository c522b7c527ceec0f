import { tmpdir } from 'node:os';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { pino } from 'pino';
import { DocumentStore } from '@dispute/app-kit';
import { attachmentOf, UnsendableDocument } from './attachment.js';
import { DocumentShelf } from './document-shelf.js';
import { paperOf } from './received-papers.js';

/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** A PNG of these pixel rows; checksums are nobody's business here. */
function pngOf({ width = 4, height = 4, depth = 8, colour = 6, interlace = 0, more = [] as Buffer[] }, data: Buffer) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colour, 0, 0, interlace], 8);
  const end = chunk('IEND', Buffer.alloc(0));
  return Buffer.concat([PNG.subarray(0, 8), chunk('IHDR', head), ...more, chunk('IDAT', data), end]);
}
function chunk(type: string, bytes: Buffer): Buffer {
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(bytes.length, 0);
  frame.write(type, 4, 'latin1');
  return Buffer.concat([frame, bytes, Buffer.alloc(4)]);
}
const rows = (filter: number, bytesPerRow: number, count = 4) =>
  deflateSync(Buffer.concat(Array.from({ length: count }, () => Buffer.from([filter, ...Array(bytesPerRow).fill(7)]))));
const paletted = (depth: number) => ({
  depth,
  colour: 3,
  more: [chunk('PLTE', Buffer.alloc(24, 9)), chunk('tRNS', Buffer.from([0]))],
});
const sent = (bytes: Buffer) => attachmentOf({ fileName: 'a.png', mediaType: 'image/png', bytes });

describe('documents to the network', () => {
  it.each([
    ['pixels that are no deflate stream', pngOf({}, Buffer.from('junk, not zlib'))],
    ['pixels that are no deflate stream, without transparency', pngOf({ colour: 2 }, Buffer.from('junk'))],
    ['a filter that does not exist', pngOf({}, rows(9, 16))],
    ['an interlaced filter that does not exist', pngOf({ colour: 2, interlace: 1 }, rows(9, 16, 15))],
    ['too few pixels', pngOf({}, rows(0, 16, 1))],
    ['more pixels than there are on earth', pngOf({ width: 0x7fffffff, height: 0x7fffffff }, rows(0, 16))],
    ['no pixels at all', pngOf({ width: 0 }, rows(0, 0))],
    ['a palette that is missing', pngOf({ colour: 3 }, rows(0, 4))],
    ['its end missing', pngOf({}, rows(0, 16)).subarray(0, 60)],
    ['nothing but its signature', PNG.subarray(0, 8)],
  ])('a PNG with %s can never be sent, and harms nobody', async (_, bytes) => {
    await expect(sent(bytes)).rejects.toBeInstanceOf(UnsendableDocument);
  });

  it.each([
    ['with transparency', pngOf({}, rows(1, 16))],
    ['with a transparent palette of one bit', pngOf(paletted(1), rows(0, 1))],
    ['with a transparent palette of eight bits', pngOf(paletted(8), rows(0, 4))],
    ['without transparency', pngOf({ colour: 2 }, rows(2, 12))],
    ['with bytes behind its end', Buffer.concat([pngOf({}, rows(4, 16)), Buffer.from('more')])],
  ])('a PNG %s goes as a PDF', async (_, bytes) => {
    expect(Buffer.from((await sent(bytes)).file, 'base64').toString('latin1')).toMatch(/^%PDF-1[^]*%%EOF\s*$/);
  });

  it('a PNG goes as a PDF', async () => {
    const sent = await attachmentOf({ fileName: 'Beleg ü.png', mediaType: 'image/png', bytes: PNG });
    expect(sent.filename).toBe('Beleg-u.pdf');
    expect(Buffer.from(sent.file, 'base64').toString('latin1')).toMatch(/^%PDF-1/);
  });

  it('a PDF goes as it is', async () => {
    const bytes = strToU8('%PDF-1.4');
    const sent = await attachmentOf({ fileName: 'a.b.pdf', mediaType: 'application/pdf', bytes });
    expect(sent).toEqual({ filename: 'a-b.pdf', file: Buffer.from(bytes).toString('base64') });
  });
});

describe('papers from the network', () => {
  const zip = (files: Record<string, Uint8Array>) => Buffer.from(zipSync(files)).toString('base64');

  it('one file comes out of its zip', async () => {
    const paper = await paperOf({ filename: 'x.zip', file: zip({ 'in/receipt.png': PNG }) });
    expect(paper).toMatchObject({ fileName: 'receipt.png', mediaType: 'image/png' });
    expect(Buffer.from(paper?.bytes ?? []).equals(PNG)).toBe(true);
  });

  it('several come without what is ours', async () => {
    const file = zip({ 'ours.pdf': strToU8('ours'), 'a.pdf': strToU8('%PDF-1.4'), 'b.png': PNG });
    const isOurs = (bytes: Uint8Array) => Buffer.from(bytes).toString() === 'ours';
    const paper = await paperOf({ filename: 'x.zip', file }, isOurs);
    expect(Object.keys(unzipSync(paper?.bytes ?? new Uint8Array()))).toEqual(['a.pdf', 'b.png']);
  });

  it('an archive that cannot be unpacked is none', async () => {
    const shelf = new DocumentShelf(new DocumentStore(tmpdir()), pino({ level: 'silent' }));
    const home = { tenant: 'acme', disputeId: 'd', ours: new Set<string>() };
    expect(await shelf.keep(home, { filename: 'x.zip', file: 'anVuaw==' })).toBeUndefined();
  });

  it('several stay together; none is none', async () => {
    const file = zip({ 'a.pdf': strToU8('%PDF-1.4'), 'b.png': PNG });
    expect(await paperOf({ filename: 'x.zip', file })).toMatchObject({
      fileName: 'x.zip',
      mediaType: 'application/zip',
    });
    expect(await paperOf({ filename: 'x.zip', file: zip({}) })).toBeUndefined();
  });

  it('are kept under names that hold no card number', async () => {
    const shelf = new DocumentShelf(new DocumentStore(tmpdir()), pino({ level: 'silent' }));
    const dispute = { tenant: 'acme', disputeId: 'd1', ours: new Set<string>() };
    const file = zip({ 'card 4111111111111111.png': PNG });
    expect(await shelf.keep(dispute, { filename: 'x.zip', file })).toMatchObject({
      file_name: 'card ************1111.png',
    });
  });
});
