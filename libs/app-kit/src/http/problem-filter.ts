import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { throwError } from 'rxjs';
import { caseErrorsOf, isCasesPath, problemOf } from '@dispute/contracts';
import { StoreOverloaded } from '@dispute/event-store';
import type { RefusalCode, Rejection } from '@dispute/kernel';
import { isDatabaseAway } from '../database.js';
import { fastifyRejection } from './fastify-faults.js';
import { HttpRejection } from './http-rejection.js';

const STATUS_CODES: Record<number, RefusalCode> = {
  400: 'BAD_REQUEST_BODY',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'RESOURCE_NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
};

/** Every error leaves as a refusal that its callers can read; what we did not expect is logged whole and told without detail. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType() !== 'http') return throwError(() => error);
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const rejection = this.rejectionOf(error, request);
    return sendProblem(reply, rejection, request);
  }

  private rejectionOf(error: unknown, request: FastifyRequest): Rejection {
    if (error instanceof HttpRejection) return error.rejection;
    const known = fastifyRejection(error);
    if (known) return known;
    if (isDatabaseAway(error)) {
      return {
        code: 'TEMPORARILY_UNAVAILABLE',
        detail: 'The database does not answer; nothing was stored. Send the request again.',
      };
    }
    if (error instanceof StoreOverloaded) {
      return {
        code: 'TEMPORARILY_UNAVAILABLE',
        detail: 'More is waiting than the store takes in; nothing was stored. Send the request again.',
      };
    }
    const status = statusOf(error);
    const code = STATUS_CODES[status];
    if (code)
      return {
        code,
        detail: status === 404 ? `There is nothing at ${request.method} ${request.url}.` : (error as Error).message,
      };
    this.logger.error({ err: error, request_id: request.id }, 'a request failed unexpectedly');
    return { code: 'INTERNAL_ERROR', detail: `Report the request id ${request.id}; the request may be sent again.` };
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  return (error as { statusCode?: number }).statusCode ?? 500;
}

/** Answers with a refusal in the form that the path's callers read. */
export function sendProblem(reply: FastifyReply, rejection: Rejection, request: FastifyRequest): FastifyReply {
  const path = request.url.split('?')[0] ?? '/';
  const problem = problemOf(rejection, { instance: path, requestId: request.id });
  if (problem.status === 503 || problem.status === 429) void reply.header('retry-after', '1');
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (isCasesPath(path)) {
    const { status, body } = caseErrorsOf(rejection);
    return reply.status(status).send(body);
  }
  return reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(problem);
}
