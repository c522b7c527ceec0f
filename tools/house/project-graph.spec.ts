import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NX = path.join(ROOT, 'node_modules/nx/dist/bin/nx.js');

interface ProjectGraph {
  readonly graph: { readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>> };
}

function projectGraph(): ProjectGraph {
  const directory = mkdtempSync(path.join(tmpdir(), 'project-graph-'));
  const file = path.join(directory, 'graph.json');
  try {
    const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
    execFileSync(process.execPath, [NX, 'graph', `--file=${file}`], { cwd: ROOT, env, stdio: 'pipe', timeout: 60_000 });
    return JSON.parse(readFileSync(file, 'utf8')) as ProjectGraph;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe('the graph of projects', () => {
  it('knows what an app stands on, so that nothing stale is taken from the cache', () => {
    const { dependencies } = projectGraph().graph;
    const targets = dependencies['intake']?.map(({ target }) => target);
    expect(targets).toEqual(expect.arrayContaining(['app-kit', 'event-store', 'domain', 'contracts', 'kernel']));
  });
});
