import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Credentials } from './credentials.ts';
import { isAlive, type KnownProcess } from './processes/end-process.ts';
import { until } from './processes/until.ts';

/** PostgreSQL is our own here; a Kafka is given, so that what is tested is the way of stopping and not the broker. */
describe('a stack', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'stack-'));
  let runner: ChildProcess;

  async function start(): Promise<string> {
    const program = path.join(import.meta.dirname, 'tests/stack-runner.fixture.ts');
    runner = spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    runner.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const base = () => /^ready (.*)$/m.exec(output)?.[1];
    return until(base, { what: 'the stack', withinMs: 60_000 });
  }
  const read = <T>(name: string): T => JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as T;
  const children = () => read<{ children: KnownProcess[] }>('processes.json').children;
  const allGone = (processes: readonly KnownProcess[]) =>
    until(() => !processes.some(isAlive), { what: 'the end of all', withinMs: 20_000 });

  beforeAll(() => chmodSync(directory, 0o711));
  afterAll(() => {
    runner.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  it('leaves nothing running after kill -9 of its parent, and starts again at once with its data', async () => {
    await start();
    const { ops_token: token, tenants } = read<Credentials>('credentials.json');
    const orphans = children();
    expect(orphans.map(({ name }) => name).sort()).toEqual(
      ['credits', 'intake', 'network-gateway', 'network-sandbox', 'notifier', 'ops', 'postgres'].sort(),
    );
    runner.kill('SIGKILL');
    const base = await start();
    await allGone(orphans);
    expect((await fetch(`${base}/health/ready`)).status).toBe(200);
    expect(read<Credentials>('credentials.json')).toMatchObject({ base_url: base, ops_token: token, tenants });
  }, 180_000);

  it('stops everything when it is told to', async () => {
    const running = children();
    runner.kill('SIGTERM');
    await allGone(running);
    await until(() => runner.exitCode === 0, { what: 'the runner', withinMs: 5_000 });
    expect(() => read('processes.json')).toThrow('ENOENT');
  }, 60_000);
});
