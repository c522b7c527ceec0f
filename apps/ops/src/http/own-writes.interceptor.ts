import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { contractOf, requestOf } from '@dispute/app-kit';
import { ListProgress } from '../projections/list-progress.js';

/** Lets a caller read its own write wherever a read model answers; says so where that has not come so far. */
@Injectable()
export class OwnWrites implements NestInterceptor {
  constructor(private readonly progress: ListProgress) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() === 'http' && contractOf(context)?.readModel === true) await this.awaitWrite(context);
    return next.handle();
  }

  private async awaitWrite(context: ExecutionContext): Promise<void> {
    const token = requestOf(context).headers['consistency-token'];
    if (token === undefined || (await this.progress.shows(String(token)))) return;
    void context.switchToHttp().getResponse<FastifyReply>().header('consistency', 'stale');
  }
}
