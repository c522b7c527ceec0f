import { type Attachment, toFileName } from '@dispute/networks';
import { pngToPdf } from './png-to-pdf.js';

/** Bytes of an attachment at most: 22,000,000 characters of base64 (Mastercom v6). */
export const ATTACHMENT_LIMIT_BYTES = 16_500_000;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/tiff': 'tif',
  'application/zip': 'zip',
};

/** A document that the network will never take, however often it is tried. */
export class UnsendableDocument extends Error {
  override readonly name = 'UnsendableDocument';
}

/**
 * A document as the network takes it: ZIP, JPG, TIFF or PDF; a PNG becomes a PDF of one page.
 * @throws UnsendableDocument
 */
export async function attachmentOf(document: {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}): Promise<Attachment> {
  const isPng = document.mediaType === 'image/png';
  const bytes = isPng ? await converted(document.bytes) : document.bytes;
  const extension = isPng ? 'pdf' : EXTENSIONS[document.mediaType];
  if (extension === undefined) throw new UnsendableDocument(`The network takes no ${document.mediaType}.`);
  if (bytes.byteLength > ATTACHMENT_LIMIT_BYTES)
    throw new UnsendableDocument('The document is too large for the network.');
  return { filename: toFileName(document.fileName, extension), file: Buffer.from(bytes).toString('base64') };
}

async function converted(png: Uint8Array): Promise<Uint8Array> {
  try {
    return await pngToPdf(png);
  } catch (error) {
    throw new UnsendableDocument(`The picture cannot be read: ${(error as Error).message}`);
  }
}
