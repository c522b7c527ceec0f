import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './workspace.ts';

const NX = path.join(ROOT, 'node_modules/nx/dist/bin/nx.js');
/** Plain lines, no background process that outlives us. */
const PLAIN = { NX_TUI: 'false', NX_DAEMON: 'false', FORCE_COLOR: '0' };

export interface NxOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Receives each task as it begins; the whole output is shown only when something failed. */
  readonly onTask?: (task: string) => void;
}

/** Runs nx with its output on ours. Returns its exit code. */
export function runNx(args: readonly string[], { environment = {}, signal, onTask }: NxOptions = {}): Promise<number> {
  return new Promise((ended, failed) => {
    const env = { ...process.env, ...PLAIN, ...environment };
    const output = onTask ? 'pipe' : 'inherit';
    const nx = spawn(process.execPath, [NX, ...args], { cwd: ROOT, env, stdio: ['ignore', output, output] });
    const said = onTask ? listen(nx, onTask) : () => '';
    const stop = () => nx.kill('SIGTERM');
    signal?.addEventListener('abort', stop, { once: true });
    nx.once('error', failed);
    nx.once('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (code !== 0) process.stderr.write(said());
      ended(code ?? 1);
    });
  });
}

/** Tells of tasks, and keeps everything that was said. */
function listen(nx: ChildProcess, onTask: (task: string) => void): () => string {
  let said = '';
  const hear = (chunk: Buffer) => {
    const text = chunk.toString();
    said += text;
    for (const [, task = ''] of text.matchAll(/^> nx run (\S+)/gm)) onTask(task);
  };
  nx.stdout?.on('data', hear);
  nx.stderr?.on('data', hear);
  return () => said;
}
