import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asyncApi } from './asyncapi.ts';
import { eventsPage } from './events-page.ts';
import { lifecyclePage } from './lifecycle-page.ts';
import { openApi } from './openapi.ts';
import { publishedSchemas } from './schemas.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
export const OUT = join(ROOT, 'docs', 'generated');
const SCHEMAS = 'schemas';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every generated file: path inside docs/generated → content. */
export function outputs(): Map<string, string> {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return new Map([
    ['openapi.json', json(openApi(version))],
    ['asyncapi.json', json(asyncApi(version))],
    ['events.md', eventsPage()],
    ['lifecycle.md', lifecyclePage()],
    ...Object.entries(publishedSchemas()).map(
      ([name, schema]) => [join(SCHEMAS, `${name}.json`), json({ $id: name, ...schema })] as const,
    ),
  ]);
}

/** The committed schemas by name. */
export function committedSchemas(folder = join(OUT, SCHEMAS)): Record<string, unknown> {
  if (!existsSync(folder)) return {};
  const read = (file: string): unknown => {
    const { $id: _, ...schema } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
    return schema;
  };
  return Object.fromEntries(readdirSync(folder).map((file) => [file.replace(/\.json$/, ''), read(file)]));
}

/** Paths inside docs/generated whose content is not what it should be: changed, missing or left over. */
export function staleFiles(expected: ReadonlyMap<string, string>, folder = OUT): string[] {
  const changed = [...expected].filter(([path, content]) => readIfThere(join(folder, path)) !== content);
  const left = filesIn(folder).filter((path) => !expected.has(path));
  return [...changed.map(([path]) => path), ...left].sort();
}

export function writeOutputs(files: ReadonlyMap<string, string>, folder = OUT): void {
  for (const path of filesIn(folder).filter((found) => !files.has(found))) rmSync(join(folder, path));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const readIfThere = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
