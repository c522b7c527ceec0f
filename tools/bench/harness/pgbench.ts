import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { findExecutable } from '../../dev/processes/find-executable.ts';
import type { Servers } from './servers.ts';

export interface PgbenchRun {
  readonly transactions: number;
  /** Without the time that connecting took. */
  readonly transactionsPerSecond: number;
}

export const hasPgbench = (): boolean => findExecutable('pgbench') !== undefined;

export interface PgbenchPlan {
  readonly name: string;
  readonly databaseUrl: string;
  readonly script: string;
  readonly clients: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** Runs one statement again and again, prepared, from so many connections. */
export async function runPgbench({ directory }: Servers, plan: PgbenchPlan): Promise<PgbenchRun> {
  const file = path.join(directory, `${plan.name}.pgbench.sql`);
  writeFileSync(file, plan.script);
  const { clients, seconds, databaseUrl } = plan;
  const load = ['-c', String(clients), '-j', '2', '-T', String(Math.max(1, Math.round(seconds)))];
  return readReport(await outputOf('pgbench', ['-n', '-M', 'prepared', '-f', file, ...load, databaseUrl], plan.signal));
}

/** @throws Error that shows the report when it is not one of a good run */
export function readReport(report: string): PgbenchRun {
  const transactions = /number of transactions actually processed: (\d+)/.exec(report)?.[1];
  const perSecond = /tps = ([\d.]+) \(without initial connection time\)/.exec(report)?.[1];
  const failed = /number of failed transactions: (\d+)/.exec(report)?.[1] ?? '0';
  if (transactions === undefined || perSecond === undefined || failed !== '0') {
    throw new Error(`pgbench did not run well:\n${report}`);
  }
  return { transactions: Number(transactions), transactionsPerSecond: Number(perSecond) };
}

/** What a program writes. @throws Error with it, when the program fails */
export function outputOf(command: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
    let said = '';
    const hear = (chunk: Buffer) => void (said += chunk.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', failed);
    child.once('close', (code) => {
      if (code === 0) done(said);
      else failed(new Error(`${command} ended with ${code}:\n${said.slice(-2000)}`));
    });
  });
}
