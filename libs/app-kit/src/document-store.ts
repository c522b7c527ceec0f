import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';

export interface DocumentAddress {
  readonly tenant: string;
  readonly disputeId: string;
  readonly sha256: string;
}

/** Document bytes under tenant/dispute/sha256: written once, checked at each reading. */
export class DocumentStore {
  private readonly disk: Disk;

  constructor(directory: string) {
    this.disk = new Disk(new FSDriver({ location: resolve(directory), visibility: 'private' }));
  }

  /** Stores bytes and returns their SHA-256 in hex. Storing the same bytes again changes nothing. */
  async put(tenant: string, disputeId: string, bytes: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const address = { tenant, disputeId, sha256 };
    if (!(await this.holds(address, bytes.byteLength))) await this.disk.put(keyOf(address), bytes);
    return sha256;
  }

  /** @throws Error when the bytes are missing or are not those that were stored. */
  async get(address: DocumentAddress): Promise<Uint8Array> {
    const bytes = await this.disk.getBytes(keyOf(address));
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== address.sha256) throw new Error(`document ${keyOf(address)} was altered: it has SHA-256 ${found}`);
    return bytes;
  }

  private async holds(address: DocumentAddress, size: number): Promise<boolean> {
    if (!(await this.disk.exists(keyOf(address)))) return false;
    return (await this.disk.getMetaData(keyOf(address))).contentLength === size;
  }
}

const keyOf = ({ tenant, disputeId, sha256 }: DocumentAddress): string => `${tenant}/${disputeId}/${sha256}`;
