import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { contractOf } from './contract.js';

/** The Consistency-Token of a write that no list shows: there is nothing to wait for. */
export const NOTHING_TO_AWAIT = '0:0:0';

/** Gives every write a Consistency-Token, so that callers need not know which of them a list shows. */
export class ConsistencyTokens implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = context.getType() === 'http' ? contractOf(context) : undefined;
    if (!route || route.method === 'GET' || route.auth === 'internal') return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap(() => {
        if (!reply.hasHeader('consistency-token')) void reply.header('consistency-token', NOTHING_TO_AWAIT);
      }),
    );
  }
}
