import type { AppName } from './workspace.ts';

export interface Route {
  readonly path: string;
  /** `exact`: this path alone; `prefix`: it and everything below it, by whole segments. */
  readonly match: 'exact' | 'prefix';
  /** Only this method (HEAD goes with GET); any method where absent. */
  readonly method?: 'GET';
  readonly app: AppName;
}

const prefix = (path: string, app: AppName): Route => ({ path, match: 'prefix', app });
/** Lists come from the read models; one dispute by id is always answered from its stream. */
const list = (path: string): Route => ({ path, match: 'exact', method: 'GET', app: 'ops' });

/**
 * Which app answers which request at the one base URL. The first row that matches decides; the order is that of the
 * Gateway API (exact paths, then longer prefixes first), so that the cluster's routes, generated from this table, agree.
 */
export const ROUTES: readonly Route[] = [
  list('/v1/disputes'),
  list('/v2/disputes'),
  prefix('/ops/v1/managed_disputes', 'intake'),
  prefix('/v1/webhook_secrets', 'notifier'),
  prefix('/v2/webhook_secrets', 'notifier'),
  prefix('/v1/webhooks', 'notifier'),
  prefix('/v2/webhooks', 'notifier'),
  prefix('/sandbox', 'network-sandbox'),
  prefix('/cases', 'intake'),
  prefix('/v1', 'intake'),
  prefix('/v2', 'intake'),
  prefix('/', 'ops'),
];

/** Paths that the apps serve to each other and to the cluster, never to users. */
export const PRIVATE_PREFIXES = ['/internal', '/metrics'] as const;

/** The app that answers `method path`; undefined for private paths. `path` comes without its query. */
export function routeOf(method: string, path: string): AppName | undefined {
  if (PRIVATE_PREFIXES.some((hidden) => isBelow(path, hidden))) return undefined;
  const asked = method === 'HEAD' ? 'GET' : method;
  return ROUTES.find((route) => matches(route, asked, path))?.app;
}

function matches(route: Route, method: string, path: string): boolean {
  if (route.method !== undefined && route.method !== method) return false;
  return route.match === 'exact' ? path === route.path : isBelow(path, route.path);
}

const isBelow = (path: string, parent: string): boolean =>
  parent === '/' || path === parent || path.startsWith(`${parent}/`);
