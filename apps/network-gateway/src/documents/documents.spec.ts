import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import type { DocumentStore } from '@dispute/app-kit';
import { attachmentOf } from './attachment.js';
import { DocumentShelf } from './document-shelf.js';
import { paperOf } from './received-papers.js';

/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

describe('documents to the network', () => {
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

  it('several stay together; none is none', async () => {
    const file = zip({ 'a.pdf': strToU8('%PDF-1.4'), 'b.png': PNG });
    expect(await paperOf({ filename: 'x.zip', file })).toMatchObject({
      fileName: 'x.zip',
      mediaType: 'application/zip',
    });
    expect(await paperOf({ filename: 'x.zip', file: zip({}) })).toBeUndefined();
  });

  it('are kept under names that hold no card number', async () => {
    const shelf = new DocumentShelf({ put: async () => '0'.repeat(64) } as unknown as DocumentStore);
    const dispute = { tenant: 'acme', disputeId: 'd1', ours: new Set<string>() };
    const file = zip({ 'card 4111111111111111.png': PNG });
    expect(await shelf.keep(dispute, { filename: 'x.zip', file })).toMatchObject({
      file_name: 'card ************1111.png',
    });
  });
});
