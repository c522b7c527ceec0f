import { memoryOf } from './memory.ts';
import type { Stack } from './stack.ts';
import { APP_NAMES } from './workspace.ts';

/** Where everything is, a line each. */
export function addressTable({ baseUrl, ports, credentials, directory }: Stack): string {
  const apps = APP_NAMES.map((name) => [name, `http://127.0.0.1:${ports[name]}`] as const);
  return columns([
    ['front door', baseUrl],
    ['  console', `${baseUrl}/`],
    ['  API', `${baseUrl}/openapi.json`],
    ...apps,
    ['PostgreSQL', credentials.database_url],
    ['Kafka', credentials.kafka_brokers],
    ['keys and tokens', `${directory}/credentials.json`],
    ['logs', `${directory}/logs/`],
  ]);
}

/** Seconds by phase from the built tree to ready, and memory by process. */
export function timingTable(phases: ReadonlyMap<string, number>, totalMs: number, stack: Stack): string {
  const seconds = [...phases].map(([name, ms]) => [`  ${name}`, `${(ms / 1000).toFixed(1)} s`] as const);
  const memory = [...memoryOf(stack.pids())];
  const mebibytes = memory.map(([name, bytes]) => [`  ${name}`, inMebibytes(bytes)] as const);
  const totalBytes = memory.reduce((sum, [, bytes]) => sum + bytes, 0);
  return columns([
    ['from the built tree to ready', `${(totalMs / 1000).toFixed(1)} s`],
    ...seconds,
    ['memory (PSS)', inMebibytes(totalBytes)],
    ...mebibytes,
  ]);
}

const inMebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
