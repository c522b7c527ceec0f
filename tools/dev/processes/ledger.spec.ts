import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive } from './end-process.ts';
import { Ledger } from './ledger.ts';
import { birthOf } from './process-identity.ts';

describe('the ledger', () => {
  let directory = '';
  let sleeper: ChildProcess;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'ledger-'));
    sleeper = spawn('sleep', ['60'], { stdio: 'ignore' });
  });
  afterEach(() => {
    sleeper.kill('SIGKILL');
    rmSync(directory, { recursive: true });
  });

  const write = (content: object) => writeFileSync(path.join(directory, 'processes.json'), JSON.stringify(content));
  const sleeping = () => ({ name: 'sleeper', pid: sleeper.pid ?? 0, birth: birthOf(sleeper.pid ?? 0) ?? '' });
  const goneRunner = { name: 'runner', pid: 999_999_999, birth: '1' };

  it('ends what a killed runner left behind', async () => {
    const leftover = sleeping();
    write({ runner: goneRunner, stopping: false, children: [leftover] });
    await Ledger.open(directory);
    expect(isAlive(leftover)).toBe(false);
  });

  it('leaves a stranger alone who has the pid by now', async () => {
    write({ runner: goneRunner, stopping: false, children: [{ ...sleeping(), birth: 'another' }] });
    await Ledger.open(directory);
    expect(isAlive(sleeping())).toBe(true);
  });

  it('refuses to start beside a living runner', async () => {
    write({ runner: sleeping(), stopping: false, children: [] });
    await expect(Ledger.open(directory)).rejects.toThrow(`It runs already (process ${sleeper.pid})`);
  });

  it('waits for a runner that is stopping', async () => {
    write({ runner: sleeping(), stopping: true, children: [] });
    setTimeout(() => sleeper.kill('SIGKILL'), 300);
    await Ledger.open(directory);
    expect(birthOf(sleeper.pid ?? 0)).toBeUndefined();
  });

  it('writes down who runs, and nothing after signing out', async () => {
    const ledger = await Ledger.open(directory);
    ledger.enter('sleeper', sleeper.pid ?? 0);
    const file = path.join(directory, 'processes.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      runner: { pid: process.pid },
      children: [sleeping()],
    });
    ledger.signOut();
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });
});
