import { readdirSync, readFileSync } from 'node:fs';

/**
 * Proportional set size in bytes of each named process with all its descendants, from /proc; the named ones are not
 * counted into each other. Empty where there is no /proc.
 */
export function memoryOf(pids: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const children = childrenByParent();
  const named = new Set(pids.values());
  const familyBytes = (pid: number): number =>
    (children.get(pid) ?? [])
      .filter((child) => !named.has(child))
      .reduce((sum, child) => sum + familyBytes(child), pssBytes(pid));
  return children.size === 0 ? new Map() : new Map([...pids].map(([name, pid]) => [name, familyBytes(pid)]));
}

function childrenByParent(): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const pid of processIds()) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readProc(pid, 'status'))?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

const processIds = (): number[] => {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
};

function pssBytes(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readProc(pid, 'smaps_rollup'))?.[1] ?? 0) * 1024;
}

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
