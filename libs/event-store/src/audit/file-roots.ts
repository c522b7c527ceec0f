import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { type ExportedRoot, type RootExport, readRootLine } from './root-export.js';

const CHUNK = 1 << 20;

export const rootsFile = (directory: string, schema: string): string => path.join(directory, `${schema}.ndjson`);

/** Roots in an append-only file, one line of JSON each, on the disk before append returns. Processes may share it. */
export class FileRoots implements RootExport {
  readonly file: string;
  private readonly lastRoots = new Map<number, ExportedRoot>();
  private readonly rest = new LineSplitter();
  private readUpTo = 0;

  constructor(directory: string, schema: string) {
    mkdirSync(directory, { recursive: true });
    this.file = rootsFile(directory, schema);
  }

  /** Reads only what has been added since the last call. */
  async last(): Promise<ReadonlyMap<number, ExportedRoot>> {
    const handle = await open(this.file, 'a+');
    try {
      const { size } = await handle.stat();
      while (this.readUpTo < size) await this.readOn(handle);
    } finally {
      await handle.close();
    }
    return this.lastRoots;
  }

  async append(roots: readonly ExportedRoot[]): Promise<void> {
    const handle = await open(this.file, 'a+');
    try {
      const lines = roots.map((root) => `${JSON.stringify(root)}\n`).join('');
      await handle.appendFile((await endsInsideLine(handle)) ? `\n${lines}` : lines);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  private async readOn(handle: FileHandle): Promise<void> {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK), 0, CHUNK, this.readUpTo);
    this.readUpTo += bytesRead;
    for (const line of this.rest.take(buffer.subarray(0, bytesRead))) {
      const root = readRootLine(line);
      if (root) this.lastRoots.set(root.shard, root);
    }
  }
}

/** Whole lines out of chunks; what is behind the last line feed waits for the next chunk. */
class LineSplitter {
  private rest = Buffer.alloc(0);

  take(chunk: Buffer): string[] {
    const bytes = Buffer.concat([this.rest, chunk]);
    const end = bytes.lastIndexOf(0x0a) + 1;
    this.rest = bytes.subarray(end);
    return bytes.toString('utf8', 0, end).split('\n');
  }
}

/** A power cut may have left half a line, which must not swallow the next. */
async function endsInsideLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}
