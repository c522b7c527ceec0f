import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The full path of a command on PATH, undefined when there is none. */
export function findExecutable(name: string): string | undefined {
  const places = (process.env['PATH'] ?? '').split(path.delimiter).filter((place) => place !== '');
  return places.map((place) => path.join(place, name)).find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
