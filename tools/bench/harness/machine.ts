import { execFileSync } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { findExecutable } from '../../dev/processes/find-executable.ts';
import type { Conditions } from './results.ts';
import type { Servers } from './servers.ts';
import { median, percentile } from './statistics.ts';

/** What the numbers of a run depend on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly node: string;
  readonly postgres: string;
  readonly pgbench: string;
  readonly fdatasyncPerSecond: number;
  /** Load average before the run began: what others were doing. */
  readonly loadBefore: number;
}

const PAGE_BYTES = 8192;
const FILE_PAGES = 256;

/** Seconds of each durable write of a page, one after another for so long, over a file that has its full length. */
export function fdatasyncTimes(directory: string, forMs: number): number[] {
  const file = path.join(directory, `fdatasync-${process.pid}`);
  const handle = openSync(file, 'w');
  const page = Buffer.alloc(PAGE_BYTES, 1);
  try {
    for (let at = 0; at < FILE_PAGES; at++) writeSync(handle, page, 0, PAGE_BYTES, at * PAGE_BYTES);
    fdatasyncSync(handle);
    const times: number[] = [];
    for (const end = performance.now() + forMs; performance.now() < end;) {
      const startedAt = performance.now();
      writeSync(handle, page, 0, PAGE_BYTES, (times.length % FILE_PAGES) * PAGE_BYTES);
      fdatasyncSync(handle);
      times.push((performance.now() - startedAt) / 1000);
    }
    return times;
  } finally {
    closeSync(handle);
    rmSync(file);
  }
}

export const loadNow = (): number => loadavg()[0] ?? 0;

/** Milliseconds of one durable write: the middle one of many. */
export const fdatasyncMs = (directory: string, forMs = 200): number => median(fdatasyncTimes(directory, forMs)) * 1000;

/** Notes the machine's state beside a bench: asked between rounds, and summed up at its end. */
export class ConditionsWatch {
  private readonly startedAt = performance.now();
  private readonly loads: number[] = [];
  private readonly syncMs: number[] = [];
  private readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    this.look();
  }

  /** @returns milliseconds of one durable write, now */
  look(): number {
    const ms = fdatasyncMs(this.directory);
    this.loads.push(loadNow());
    this.syncMs.push(ms);
    return ms;
  }

  conditions(): Conditions {
    this.look();
    return {
      loadAverage: percentile(this.loads, 1),
      fdatasyncPerSecond: 1000 / median(this.syncMs),
      seconds: (performance.now() - this.startedAt) / 1000,
    };
  }
}

/** @param loadBefore from loadNow, before anything of the run was started */
export async function describeMachine(
  { databaseUrl, directory }: Pick<Servers, 'databaseUrl' | 'directory'>,
  loadBefore: number,
): Promise<Machine> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version').finally(() => client.end());
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    kernel: release(),
    node: process.version,
    postgres: rows[0]?.server_version ?? 'unknown',
    pgbench: pgbenchVersion(),
    fdatasyncPerSecond: Math.round(1000 / fdatasyncMs(directory, 1000)),
    loadBefore,
  };
}

function pgbenchVersion(): string {
  const pgbench = findExecutable('pgbench');
  if (pgbench === undefined) return 'none';
  return execFileSync(pgbench, ['--version'], { encoding: 'utf8' }).replace('pgbench (PostgreSQL)', '').trim();
}
