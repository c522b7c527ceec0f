import { execFileSync, spawnSync } from 'node:child_process';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` (created where missing), else as `nobody`. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (!idOf('postgres')) {
    const args = ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'];
    spawnSync('useradd', args, { stdio: 'ignore' });
  }
  const user = idOf('postgres') ?? idOf('nobody');
  if (!user) throw new Error('PostgreSQL cannot run as root: create a user named "postgres", or set DATABASE_URL.');
  return user;
}

function idOf(name: string): ServerUser | undefined {
  try {
    const ask = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}

/** Whether that user can walk into the directory; for ourselves, always. */
export function canEnter(user: ServerUser | undefined, directory: string): boolean {
  if (!user) return true;
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  return spawnSync('setpriv', [...identity, 'test', '-x', directory], { cwd: '/' }).status === 0;
}
