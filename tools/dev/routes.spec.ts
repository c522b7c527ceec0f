import { describe, expect, it } from '@jest/globals';
import { ROUTES, routeOf } from './routes.ts';

describe('the route table', () => {
  it.each([
    ['GET', '/v1/disputes', 'ops'],
    ['HEAD', '/v1/disputes', 'ops'],
    ['GET', '/v2/disputes', 'ops'],
    ['POST', '/v1/disputes', 'intake'],
    ['GET', '/v1/disputes/0b0', 'intake'],
    ['GET', '/v2/disputes/documents/0b0/contents', 'intake'],
    ['PUT', '/v1/transactions/t1', 'intake'],
    ['POST', '/v1/test_clock', 'intake'],
    ['POST', '/cases', 'intake'],
    ['POST', '/cases/80001/trusted-amounts', 'intake'],
    ['POST', '/v1/webhooks', 'notifier'],
    ['GET', '/v1/webhooks/w1/events', 'notifier'],
    ['POST', '/v1/webhook_secrets', 'notifier'],
    ['POST', '/ops/v1/tenants', 'ops'],
    ['POST', '/ops/v1/managed_disputes/d1/actions', 'intake'],
    ['GET', '/ops/v1/disputes', 'ops'],
    ['GET', '/', 'ops'],
    ['POST', '/sandbox/claims/1/actions', 'network-sandbox'],
    ['POST', '/sandbox/faults', 'network-sandbox'],
    // A name that merely begins alike is another resource.
    ['POST', '/v1/webhooksy', 'intake'],
    ['GET', '/casesy', 'ops'],
  ])('sends %s %s to %s', (method, path, app) => {
    expect(routeOf(method, path)).toBe(app);
  });

  it.each(['/internal/feed/1', '/internal', '/metrics'])('hides %s', (path) => {
    expect(routeOf('GET', path)).toBeUndefined();
  });

  it('stands in the order of the Gateway API: exact paths, then longer prefixes first', () => {
    const rank = ({ match, path }: (typeof ROUTES)[number]) => (match === 'exact' ? -1_000 : -path.length);
    expect([...ROUTES].sort((a, b) => rank(a) - rank(b))).toEqual(ROUTES);
  });
});
