import PDFDocument from 'pdfkit';

const POINTS_PER_PIXEL = 72 / 96;
/** A page's edge at most, in points (PDF 1.7, annex C). */
const LONGEST_EDGE = 14_400;

/** A PDF of one page that is the picture, at 96 pixels an inch. @throws Error when the bytes are no PNG */
export async function pngToPdf(png: Uint8Array): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  const pdf = new PDFDocument({ autoFirstPage: false, info: { Title: 'Document' } });
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  const [width, height] = pageOf(Buffer.from(png));
  pdf.addPage({ size: [width, height], margin: 0 });
  pdf.image(Buffer.from(png), 0, 0, { width, height });
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Size of the picture from its first chunk (PNG specification, IHDR), in points. */
function pageOf(png: Buffer): readonly [number, number] {
  if (png.length < 24 || png.toString('latin1', 12, 16) !== 'IHDR') throw new Error('the picture is no PNG');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const scale = Math.min(POINTS_PER_PIXEL, LONGEST_EDGE / Math.max(width, height, 1));
  return [Math.max(1, width * scale), Math.max(1, height * scale)];
}
