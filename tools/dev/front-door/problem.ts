import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Rejection } from '@dispute/kernel';

export const notFound = (path: string): Rejection => ({
  code: 'RESOURCE_NOT_FOUND',
  detail: `Nothing is served at ${path}.`,
});

export const appAway = (app: string): Rejection => ({
  code: 'TEMPORARILY_UNAVAILABLE',
  detail: `The app "${app}" does not answer. It is started again by itself: repeat the request in a moment.`,
});

export const tooSlow = (app: string): Rejection => ({
  code: 'TEMPORARILY_UNAVAILABLE',
  detail: `The app "${app}" did not answer in time. Repeat the request with the same Idempotency-Key.`,
});

/** A refusal of the front door itself, in the form and with the headers that the apps' own have. */
export async function sendProblem(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  rejection: Rejection,
): Promise<void> {
  const path = pathOf(incoming);
  const requestId = requestIdOf(incoming);
  const { problem, asCase } = await formsOf(rejection, path, requestId);
  const status = asCase?.status ?? problem.status;
  outgoing.writeHead(status, {
    'content-type': asCase ? 'application/json; charset=utf-8' : 'application/problem+json; charset=utf-8',
    'x-request-id': requestId,
    ...(status === 503 && { 'retry-after': '1' }),
  });
  outgoing.end(JSON.stringify(asCase?.body ?? problem));
}

export const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';

/** The contracts are built when the platform starts, after this file is loaded. */
async function formsOf(rejection: Rejection, instance: string, requestId: string) {
  const { caseErrorsOf, isCasesPath, problemOf } = await import('@dispute/contracts');
  const asCase = isCasesPath(instance) ? caseErrorsOf(rejection) : undefined;
  return { problem: problemOf(rejection, { instance, requestId }), asCase };
}

function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
}
