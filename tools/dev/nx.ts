import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './workspace.ts';

const NX = path.join(ROOT, 'node_modules/nx/dist/bin/nx.js');
/** Plain lines, no background process that outlives us. */
const PLAIN = { NX_TUI: 'false', NX_DAEMON: 'false', FORCE_COLOR: '0' };

/** Runs nx with its output on ours. Returns its exit code. */
export function runNx(
  args: readonly string[],
  { environment = {}, signal }: { environment?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
): Promise<number> {
  return new Promise((ended, failed) => {
    const env = { ...process.env, ...PLAIN, ...environment };
    const nx = spawn(process.execPath, [NX, ...args], { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const stop = () => nx.kill('SIGTERM');
    signal?.addEventListener('abort', stop, { once: true });
    nx.once('error', failed);
    nx.once('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      ended(code ?? 1);
    });
  });
}
