import type { ClientBase } from 'pg';
import type { AuditFault } from './audit-fault.js';
import { differingFields, type ExportedRoots } from './exported-roots.js';
import { type ExportedRoot, exportedRoot } from './root-export.js';
import { GENESIS, type Seal } from './seal.js';
import { readSeals } from './seal-table.js';
import { verifySeal } from './verify-seal.js';

export interface ShardToVerify {
  readonly schema: string;
  readonly shard: number;
  readonly exported: ExportedRoots;
  /** Roots of epochs below this were exported before a restore that the operators know of: they may be lost. */
  readonly restoredEpoch?: number;
  readonly onFault: (fault: AuditFault) => void;
  readonly onSeal?: (events: number) => void;
}

export interface VerifiedShard {
  readonly seals: number;
  /** Events under a seal. */
  readonly events: number;
  /** The youngest events, which no seal covers yet. */
  readonly unsealed: number;
  /** The youngest seals, which were not exported yet. */
  readonly unexported: number;
  /** Exported roots that a known restore took back. */
  readonly restored: number;
}

const PAGE = 20;

/** Computes one shard's chain anew and compares it with its seals and with what was exported of them. */
export class ShardVerification {
  private previous = GENESIS;
  private sealedUpTo = 0;
  private seals = 0;
  private events = 0;
  private unexported = 0;
  private restored = 0;
  private readonly seen = new Set<number>();
  private rewritten = false;

  constructor(
    private readonly db: ClientBase,
    private readonly options: ShardToVerify,
  ) {}

  async run(): Promise<VerifiedShard> {
    const { schema, shard } = this.options;
    for (let from = Number.MIN_SAFE_INTEGER; ;) {
      const page = await readSeals(this.db, schema, { shard, from }, PAGE);
      for (const seal of page) await this.take(seal);
      if (page.length < PAGE) break;
      from = (page.at(-1)?.from ?? 0) + 1;
    }
    this.compareRemaining();
    const unsealed = await this.verifyEnds();
    const { seals, events, unexported, restored } = this;
    return { seals, events, unsealed, unexported, restored };
  }

  private async take(seal: Seal): Promise<void> {
    this.compareWithChain(seal);
    this.compareWithExport(seal);
    for (const fault of await verifySeal(this.db, seal)) this.options.onFault(fault);
    this.previous = seal.root;
    this.sealedUpTo = Math.max(this.sealedUpTo, seal.to);
    this.seals += 1;
    this.events += seal.to - seal.from + 1;
    this.options.onSeal?.(seal.to - seal.from + 1);
  }

  private compareWithChain(seal: Seal): void {
    if (seal.from > this.sealedUpTo + 1) {
      const gap = { from: this.sealedUpTo + 1, to: seal.from - 1 };
      this.fault({ seal: gap, what: 'was removed: no seal covers these positions' });
    } else if (seal.from <= this.sealedUpTo) {
      this.fault({ seal, what: 'was inserted: its positions are under another seal already' });
    } else if (seal.previous !== this.previous) {
      this.fault({ seal, what: 'does not follow the seal before: one of the two was altered' });
    }
  }

  private compareWithExport(seal: Seal): void {
    const { exported, shard } = this.options;
    this.seen.add(seal.from);
    const all = exported.at(shard, seal.from);
    const roots = all.filter((root) => !this.isRestored(root, seal.epoch));
    this.restored += all.length - roots.length;
    if (roots.length === 0) this.unexported += 1;
    else this.unexported = 0; // each root stands on the ones before
    const different = roots.flatMap((root) => differingFields(root, exportedRoot(root.app, seal)));
    if (different.length === 0 || this.rewritten) return;
    this.rewritten = true; // whatever follows differs too, since it stands on this
    const fields = [...new Set(different)].join(', ');
    this.fault({
      seal,
      what: `differs from the exported root (${fields}): its events were rewritten together with it, or it was altered`,
    });
  }

  /** What was exported and has no seal any more. */
  private compareRemaining(): void {
    const { exported, shard } = this.options;
    const missing = exported.ofShard(shard).filter(({ from }) => !this.seen.has(from));
    const lost = missing.filter((root) => !this.isRestored(root, Infinity));
    this.restored += missing.length - lost.length;
    const first = lost.reduce<ExportedRoot | undefined>(
      (low, root) => (low && low.from < root.from ? low : root),
      undefined,
    );
    if (!first) return;
    const to = lost.reduce((high, root) => Math.max(high, root.to), first.to);
    this.fault({
      seal: { from: first.from, to },
      what: `was removed: ${lost.length} exported root(s) have no seal in the database`,
    });
  }

  /** Events outside of what is sealed: too low, or the youngest, which have to be dense as well. */
  private async verifyEnds(): Promise<number> {
    const { schema, shard } = this.options;
    const { rows } = await this.db.query<{ low: number; count: number; last: number }>(
      `select count(*) filter (where pos < 1)::float8 as low, count(*) filter (where pos > $2)::float8 as count,
              coalesce(max(pos), 0)::float8 as last
         from ${schema}.event where shard = $1 and (pos < 1 or pos > $2)`,
      [shard, this.sealedUpTo],
    );
    const { low = 0, count = 0, last = 0 } = rows[0] ?? {};
    if (low > 0) this.fault({ what: `${low} event(s) were inserted before the first position` });
    if (count > 0 && count !== last - this.sealedUpTo) {
      const what = `positions ${this.sealedUpTo + 1} to ${last} hold ${count} event(s): one was removed or inserted`;
      this.fault({ position: this.sealedUpTo + 1, what });
    }
    this.compareTail(Math.max(last, this.sealedUpTo));
    return count;
  }

  private compareTail(last: number): void {
    const roots = this.options.exported.ofShard(this.options.shard).filter((root) => !this.isRestored(root, Infinity));
    const exportedUpTo = roots.reduce((high, { to }) => Math.max(high, to), 0);
    if (exportedUpTo <= last) return;
    const what = `the tail was removed: events up to position ${exportedUpTo} had been sealed and exported`;
    this.fault({ position: last + 1, what });
  }

  private isRestored({ epoch }: ExportedRoot, now: number): boolean {
    const { restoredEpoch } = this.options;
    return restoredEpoch !== undefined && epoch < restoredEpoch && epoch < now;
  }

  private fault(fault: Omit<AuditFault, 'schema' | 'shard'>): void {
    const { schema, shard } = this.options;
    const seal = fault.seal && { from: fault.seal.from, to: fault.seal.to };
    this.options.onFault({ schema, shard, ...fault, ...(seal ? { seal } : {}) });
  }
}
