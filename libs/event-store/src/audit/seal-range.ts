import type { Pool } from 'pg';
import { BrokenChain } from './broken-chain.js';
import { firstDisorder, readSealedRows } from './read-sealed-rows.js';
import { type Seal, SealHash, type SealHead } from './seal.js';

/** Seals a range of committed events. @throws BrokenChain when one is missing or doubled */
export async function sealRange(pool: Pool, head: SealHead): Promise<Seal> {
  const hash = new SealHash(head);
  let next = head.from;
  for await (const rows of readSealedRows(pool, head.schema, head)) {
    const disorder = firstDisorder(rows, next);
    if (disorder !== undefined) throw new BrokenChain(`position ${disorder} is missing or doubled`);
    for (const row of rows) hash.add(row);
    next += rows.length;
  }
  if (next <= head.to) throw new BrokenChain(`position ${next} is missing`);
  return hash.end();
}
