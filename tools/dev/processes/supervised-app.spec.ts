import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { birthOf } from './process-identity.ts';
import { Ledger } from './ledger.ts';
import { SupervisedApp } from './supervised-app.ts';
import { until } from './until.ts';

describe('a supervised app', () => {
  let directory = '';
  let app: SupervisedApp | undefined;
  const reports: string[] = [];

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'supervised-'));
    reports.length = 0;
  });
  afterEach(async () => {
    await app?.stop();
    rmSync(directory, { recursive: true });
  });

  async function start(program: string): Promise<SupervisedApp> {
    const main = path.join(directory, 'main.mjs');
    writeFileSync(main, program);
    const logFile = path.join(directory, 'app.log');
    const plan = { name: 'app', main, cwd: directory, environment: process.env, logFile };
    app = new SupervisedApp({ ...plan, report: (line) => reports.push(line) }, await Ledger.open(directory));
    app.start();
    return app;
  }
  const soon = { withinMs: 10_000, everyMs: 20 };

  it('comes back after kill -9, as another process', async () => {
    const running = await start('setInterval(() => {}, 1000)');
    const first = running.pid;
    running.kill('SIGKILL');
    await until(() => running.restarts === 1 && running.pid !== undefined, { what: 'a restart', ...soon });
    expect(running.pid).not.toBe(first);
    expect(reports).toEqual(['app ended (SIGKILL); starting it again in 200 ms']);
  });

  it('waits longer each time that it does not live long, and says why it ended', async () => {
    const running = await start('throw new RangeError("no room")');
    await until(() => running.restarts === 2, { what: 'two restarts', ...soon });
    expect(reports.slice(0, 2)).toEqual([
      'app ended (exit code 1: RangeError: no room); starting it again in 200 ms',
      'app ended (exit code 1: RangeError: no room); starting it again in 400 ms',
    ]);
  });

  it('stays down when it was stopped', async () => {
    const running = await start('setInterval(() => {}, 1000)');
    const { pid = 0 } = running;
    await running.stop();
    expect(birthOf(pid)).toBeUndefined();
    expect(running.restarts).toBe(0);
  });
});
