import type { ServerResponse } from 'node:http';

/** An answer of the front door itself, in the platform's one error format. */
export interface DoorProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

export const notFound = (path: string): DoorProblem => ({
  status: 404,
  code: 'RESOURCE_NOT_FOUND',
  title: 'No such object',
  detail: `Nothing is served at ${path}.`,
});

export const appAway = (app: string): DoorProblem => ({
  status: 502,
  code: 'TEMPORARILY_UNAVAILABLE',
  title: 'Not possible right now',
  detail: `The app "${app}" does not answer. It is started again by itself: repeat the request in a moment.`,
});

export const tooSlow = (app: string): DoorProblem => ({
  status: 504,
  code: 'TEMPORARILY_UNAVAILABLE',
  title: 'Not possible right now',
  detail: `The app "${app}" did not answer in time. Repeat the request with the same Idempotency-Key.`,
});

export function sendProblem(response: ServerResponse, problem: DoorProblem, instance: string): void {
  const type = `urn:dispute:problem:${problem.code.toLowerCase().replaceAll('_', '-')}`;
  const headers = { 'content-type': 'application/problem+json', ...(problem.status >= 500 && { 'retry-after': '1' }) };
  response.writeHead(problem.status, headers).end(JSON.stringify({ type, ...problem, instance }));
}
