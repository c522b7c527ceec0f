import { fileTypeFromBuffer } from 'file-type';
import { unzipSync, zipSync } from 'fflate';

/** One file that the other party sent. */
export interface ReceivedPaper {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const UNPACKED_LIMIT_BYTES = 100_000_000;

/**
 * The paper in the network's answer. The network always packs a zip: one file comes out of it, several stay together.
 * @param isOurs tells what we have sent ourselves: a case's archive holds both parties' papers
 * @throws Error when the archive cannot be read or is far larger unpacked than the network allows
 */
export async function paperOf(
  archive: { readonly filename: string; readonly file: string },
  isOurs: (bytes: Uint8Array) => boolean = () => false,
): Promise<ReceivedPaper | undefined> {
  const zip = Buffer.from(archive.file, 'base64');
  const all = unpacked(zip);
  const files = all.filter(({ bytes }) => !isOurs(bytes));
  if (files.length === 0) return undefined;
  const only = files.length === 1 ? files[0] : undefined;
  if (only === undefined) {
    const bytes = files.length === all.length ? zip : packed(files);
    return { fileName: archive.filename, mediaType: 'application/zip', bytes };
  }
  return { fileName: baseName(only.name), mediaType: await mediaTypeOf(only.bytes), bytes: only.bytes };
}

const packed = (files: ReturnType<typeof unpacked>): Uint8Array =>
  zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])));

function unpacked(zip: Buffer): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  let total = 0;
  const entries = unzipSync(zip, {
    filter: (entry) => {
      total += entry.originalSize;
      if (total > UNPACKED_LIMIT_BYTES) throw new Error('the network’s archive is too large unpacked');
      return !entry.name.endsWith('/') && entry.originalSize > 0;
    },
  });
  return Object.entries(entries).map(([name, bytes]) => ({ name, bytes }));
}

const baseName = (path: string): string => path.split(/[\\/]/).at(-1) || 'document';

const mediaTypeOf = async (bytes: Uint8Array): Promise<string> =>
  (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream';
