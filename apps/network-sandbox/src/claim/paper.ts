import { unzipSync, zipSync } from 'fflate';

/** A document that came with an item or case, as it was sent. */
export interface Paper {
  /** Id of the chargeback or case. */
  readonly ownerId: string;
  readonly filename: string;
  readonly bytes: Buffer;
  readonly readable: boolean;
}

type Kind = 'zip' | 'jpg' | 'tiff' | 'pdf';

const SIGNATURES: readonly (readonly [Kind, string])[] = [
  ['pdf', '255044462d'],
  ['jpg', 'ffd8ff'],
  ['tiff', '49492a00'],
  ['tiff', '4d4d002a'],
  ['zip', '504b0304'],
];

/** What the bytes are, whatever the name says. */
export function kindOf(bytes: Uint8Array): Kind | undefined {
  const head = Buffer.from(bytes.subarray(0, 5)).toString('hex');
  return SIGNATURES.find(([, signature]) => head.startsWith(signature))?.[0];
}

/** Whether the network can process a document: a JPG, TIFF or PDF, or a ZIP of such. */
export function isReadable(bytes: Uint8Array): boolean {
  const kind = kindOf(bytes);
  if (kind !== 'zip') return kind !== undefined;
  const files = filesOf('', bytes);
  return files.length > 0 && files.every((file) => ['jpg', 'tiff', 'pdf'].includes(kindOf(file.bytes) ?? ''));
}

/** All papers in one archive; those that came zipped are unpacked, equal names are numbered. */
export function bundle(papers: readonly Pick<Paper, 'filename' | 'bytes'>[]): Buffer {
  const files: Record<string, Uint8Array> = {};
  for (const file of papers.flatMap((paper) => filesOf(paper.filename, paper.bytes))) {
    files[freeName(file.name, files)] = file.bytes;
  }
  // Level 0: pictures and PDFs are compressed already.
  return Buffer.from(zipSync(files, { level: 0, mtime: '1980-01-01T00:00:00' }));
}

function filesOf(filename: string, bytes: Uint8Array): { name: string; bytes: Uint8Array }[] {
  if (kindOf(bytes) !== 'zip') return [{ name: filename, bytes }];
  try {
    return Object.entries(unzipSync(bytes, { filter: withinLimit() }))
      .filter(([name]) => !name.endsWith('/'))
      .map(([name, content]) => ({ name, bytes: content }));
  } catch {
    return [];
  }
}

/** Archives are unpacked up to 64 MiB; what goes beyond is left out, so that a small file cannot fill the memory. */
function withinLimit(): (file: { originalSize: number }) => boolean {
  let left = 64 * 1024 * 1024;
  return ({ originalSize }) => (left -= originalSize) >= 0;
}

function freeName(name: string, taken: Readonly<Record<string, Uint8Array>>): string {
  let free = name;
  for (let n = 2; Object.hasOwn(taken, free); n++) free = `${n}-${name}`;
  return free;
}
