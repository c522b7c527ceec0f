import { describe, expect, it } from '@jest/globals';
import { REFUSALS } from '@dispute/kernel';
import { pathsOf, problemsOf, type Route, routerPathsOf, ROUTE_GROUPS, ROUTES, successStatusOf } from './index.js';

const routes = Object.values<Route>(ROUTES);
const parametersIn = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
const parametersOf = (route: Route): string[] => {
  const { properties }: { readonly properties?: object } = route.params ?? {};
  return Object.keys(properties ?? {});
};

describe('the route catalogue', () => {
  it.each(routes)('$id: parameters of path and schema are the same', (route) => {
    expect(parametersOf(route)).toEqual(parametersIn(route.path));
  });

  it('has one operation per method and path', () => {
    const places = routes.flatMap((route) =>
      pathsOf(route).map((path) => `${route.method} ${path.replaceAll(/\{\w+\}/g, '{}')}`),
    );
    expect(new Set(places).size).toBe(places.length);
  });

  it('has every operation in one group', () => {
    const grouped = Object.values(ROUTE_GROUPS).flatMap((group) => Object.keys(group));
    expect(grouped.sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it('serves versioned operations under each version', () => {
    expect(pathsOf(ROUTES.takeAction)).toEqual([
      '/v1/disputes/{dispute_id}/actions',
      '/v2/disputes/{dispute_id}/actions',
    ]);
    expect(routerPathsOf(ROUTES.getCase)).toEqual(['/cases/:caseId']);
    expect(pathsOf(ROUTES.listOpsDisputes)).toEqual(['/ops/v1/disputes']);
  });

  it.each(routes)('$id: a body comes with a writing method, a good answer first', (route) => {
    if (route.body || route.multipart) expect(route.method).not.toBe('GET');
    expect(successStatusOf(route)).toBeLessThan(300);
  });

  it('lists refusals once each, none of them unknown', () => {
    for (const route of routes) {
      const codes = problemsOf(route);
      expect(new Set(codes).size).toBe(codes.length);
      expect(codes.filter((code) => !(code in REFUSALS))).toEqual([]);
    }
  });

  it('lists 412 where there is a version to match', () => {
    expect(problemsOf(ROUTES.takeAction)).toContain('PRECONDITION_FAILED');
    expect(problemsOf(ROUTES.openDispute)).not.toContain('PRECONDITION_FAILED');
  });

  it('lists what every operation with a credential may refuse', () => {
    for (const route of routes.filter(({ auth }) => auth !== 'none')) {
      expect(problemsOf(route)).toEqual(expect.arrayContaining(['UNAUTHORIZED', 'TOO_MANY_REQUESTS']));
    }
  });
});
