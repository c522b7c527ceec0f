import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pathsOf, type Route, ROUTES } from '@dispute/contracts';
import { routeOf } from '../dev/routes.ts';
import { ROOT } from './outputs.ts';

const routes = Object.values<Route>(ROUTES);
const ofApps = routes.filter(({ app }) => app !== 'front-door');

function sourceOf(app: string): string {
  const folder = join(ROOT, 'apps', app, 'src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return sources.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}

/**
 * Whether an app has a handler for an operation: bound to the catalogue's entry, or, in somebody else's system, which
 * does not know the catalogue, to its path.
 */
function serves({ app, id, path }: Route): boolean {
  if (app === 'network-sandbox') return sourceOf(app).includes(`path: '${path}'`);
  return [...sourceOf(app).matchAll(/@Contract\(\s*ROUTES\.(\w+)/g)].some(([, bound]) => bound === id);
}

describe('what the documents promise', () => {
  it.each(ofApps)('$app serves $id', (route) => expect(serves(route)).toBe(true));

  it.each(ofApps)('the front door sends $id to $app', (route) => {
    const asked = pathsOf(route).map((path) => path.replaceAll(/\{\w+\}/g, '018fc167-7672-729d-8d43-653518f3d939'));
    expect(asked.map((path) => routeOf(route.method, path))).toEqual(asked.map(() => route.app));
  });
});
