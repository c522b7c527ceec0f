import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { PNG } from 'pngjs';
import { type PngChunk, chunksOf } from './png-chunks.js';

const POINTS_PER_PIXEL = 72 / 96;
/** A page's edge at most, in points (PDF 1.7, annex C). */
const LONGEST_EDGE = 14_400;
/** More than any camera or screen makes; a header may claim four thousand million. */
const MOST_PIXELS = 50_000_000;
/** What those pixels fill with eight bytes each, the most that a PNG has. */
const MOST_PIXEL_BYTES = 8 * MOST_PIXELS;

const inflated = promisify(inflate);

/**
 * A PDF of one page that is the picture, at 96 pixels an inch.
 * @throws Error when the bytes are no PNG that can be decoded whole
 */
export async function pngToPdf(png: Uint8Array): Promise<Uint8Array> {
  const { width, height, bytes } = await plainPicture(Buffer.from(png));
  const chunks: Buffer[] = [];
  const scale = Math.min(POINTS_PER_PIXEL, LONGEST_EDGE / Math.max(width, height));
  const page = { width: Math.max(1, width * scale), height: Math.max(1, height * scale) };
  const pdf = new PDFDocument({ autoFirstPage: false, info: { Title: 'Document' } });
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  pdf.addPage({ size: [page.width, page.height], margin: 0 });
  pdf.image(bytes, 0, 0, page);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

/**
 * The picture without transparency (on white) and without interlacing. Only such a one may go to pdfkit: it decodes all
 * others inside a callback, where a broken one throws past every catch and ends the process.
 */
async function plainPicture(file: Buffer) {
  const { chunks, length } = chunksOf(file);
  const head = chunks[0];
  if (head?.type !== 'IHDR' || head.bytes.length < 13) throw new Error('the picture is no PNG');
  const [width, height] = [head.bytes.readUInt32BE(0), head.bytes.readUInt32BE(4)];
  if (!(width * height > 0 && width * height <= MOST_PIXELS))
    throw new Error('the picture has no size or is too large');
  const pixels = chunks.filter(({ type }) => type === 'IDAT').map(({ bytes }) => bytes);
  await inflated(Buffer.concat(pixels), { maxOutputLength: MOST_PIXEL_BYTES });
  const png = file.subarray(0, length);
  const picture = PNG.sync.read(png, { checkCRC: false });
  return { width, height, bytes: isPlain(chunks) ? png : PNG.sync.write(picture, { colorType: 2, filterType: 4 }) };
}

/** Bytes of the header that tell the kind of colour, whose third bit is transparency, and the interlacing. */
const [COLOUR, INTERLACE] = [9, 12];

const isPlain = (chunks: readonly PngChunk[]): boolean =>
  ((chunks[0]?.bytes[COLOUR] ?? 0) & 4) === 0 &&
  chunks[0]?.bytes[INTERLACE] === 0 &&
  !chunks.some(({ type }) => type === 'tRNS');
