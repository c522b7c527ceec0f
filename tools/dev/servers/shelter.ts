import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { canEnter, type ServerUser } from './server-user.ts';

/**
 * Where PostgreSQL keeps its files for `directory`: inside it, or, when the server's user cannot walk there
 * (a checkout below a closed home directory), in a directory of /var/tmp that belongs to this path alone.
 */
export function shelterFor(directory: string, user: ServerUser | undefined): string {
  mkdirSync(directory, { recursive: true });
  if (canEnter(user, directory)) return directory;
  const mark = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  const shelter = path.join('/var/tmp', `dispute-platform-${mark}`);
  mkdirSync(shelter, { recursive: true, mode: 0o755 });
  return shelter;
}
