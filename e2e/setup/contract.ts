import { expect } from '@jest/globals';
import { type Route, type RouteId, ROUTES, validate } from '@dispute/contracts';
import type { Answer } from '../../tools/demo/platform.ts';

/** The answer has a status and a body that the route's contract names. @returns the body */
export function expectByContract<Body>(id: RouteId, answer: Answer<Body>): Body {
  const route = ROUTES[id] as Route;
  const schema = route.responses[answer.status];
  expect({ route: id, status: answer.status, body: schema ? 'named' : answer.body }).toEqual({
    route: id,
    status: answer.status,
    body: 'named',
  });
  // Every write names what a list has to show of it.
  if (route.method !== 'GET') expect(answer.headers.get('consistency-token')).toMatch(/^\d+:\d+:\d+$/);
  if (schema) expect(validate(schema, answer.body)).toEqual({ ok: true, value: answer.body });
  return answer.body;
}
