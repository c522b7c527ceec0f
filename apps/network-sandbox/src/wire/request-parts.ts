import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Instant, parseInstant } from '@dispute/kernel';
import { invalid } from './mastercom-error.js';
import type { ForecastRequest } from './weather.interceptor.js';

const requestOf = (context: ExecutionContext): ForecastRequest => context.switchToHttp().getRequest<ForecastRequest>();

/** An id of the network in the path: 1 to 19 digits. */
export const NetworkId = createParamDecorator((name: string, context: ExecutionContext): string => {
  const id = (requestOf(context).params as Record<string, string>)[name] ?? '';
  if (!/^\d{1,19}$/.test(id))
    throw invalid(`${name} must be 1 to 19 digits.`, [{ Name: name, Value: 'numeric, 1-19' }]);
  return id;
});

/**
 * Sandbox only: the network's time for the claim in question (RFC 3339), so that a tenant's test clock and the
 * network agree. Absent: real time, or the claim's own time run on.
 */
export const SANDBOX_DATE = 'x-sandbox-date';
export const StatedDate = createParamDecorator((_: unknown, context: ExecutionContext): Instant | undefined =>
  statedDateOf(requestOf(context)),
);

export function statedDateOf(request: FastifyRequest): Instant | undefined {
  const text = request.headers[SANDBOX_DATE];
  if (text === undefined) return undefined;
  const instant = typeof text === 'string' ? parseInstant(text) : undefined;
  if (!instant)
    throw invalid(`${SANDBOX_DATE} must be an RFC 3339 instant.`, [{ Name: SANDBOX_DATE, Value: 'RFC 3339' }]);
  return instant;
}

/** Whether clearing will reject what this request files. */
export const Doomed = createParamDecorator(
  (_: unknown, context: ExecutionContext): boolean => requestOf(context).doomed === true,
);
