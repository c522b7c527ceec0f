import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { EMPTY, from, lastValueFrom, type Observable, switchMap } from 'rxjs';
import { type Fault, FaultStore } from '../store/fault-store.js';
import { MastercomError, invalid } from './mastercom-error.js';
import { OPERATION, type Operation } from './operations.js';
import type { SignedRequest } from './raw-body.js';

/** Items that the network takes in and rejects later; every other rejected request is refused at once. */
const REJECTED_LATER: ReadonlySet<Operation> = new Set(['createChargeback', 'createChargebackReversal']);
const SILENT_AT_MOST_MS = 60_000;

/** A request whose item clearing will reject. */
export interface ForecastRequest extends SignedRequest {
  doomed?: boolean;
}

/** Makes planted faults happen: silence before or after the work, errors, rejections. */
@Injectable()
export class WeatherInterceptor implements NestInterceptor, OnModuleDestroy {
  private readonly silent = new Set<FastifyReply>();
  private stopping = false;

  constructor(
    @Inject(FaultStore) private readonly faults: FaultStore,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const operation = this.reflector.get<Operation>(OPERATION, context.getHandler());
    return from(this.faults.take(operation)).pipe(
      switchMap((fault) => (fault ? this.strike(fault, operation, context, next) : next.handle())),
    );
  }

  /** Open silences end with the app. */
  onModuleDestroy(): void {
    this.stopping = true;
    for (const reply of this.silent) reply.raw.destroy();
  }

  private strike(
    fault: Fault,
    operation: Operation,
    context: ExecutionContext,
    next: CallHandler,
  ): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    switch (fault) {
      case 'TIMEOUT_BEFORE':
        return from(this.keepSilent(reply)).pipe(switchMap(() => EMPTY));
      case 'TIMEOUT_AFTER_COMMIT':
        return from(this.workThenKeepSilent(reply, next)).pipe(switchMap(() => EMPTY));
      case 'ERROR_500':
        throw new MastercomError('INTERNAL_SERVICE_ERROR', 'Internal service error.');
      case 'RATE_LIMIT':
        throw new MastercomError('TOO_MANY_REQUESTS', 'Too many requests; send this one again later.');
      case 'REJECT':
        if (!REJECTED_LATER.has(operation)) throw invalid('The network rejects this request.');
        context.switchToHttp().getRequest<ForecastRequest>().doomed = true;
        return next.handle();
    }
  }

  private async workThenKeepSilent(reply: FastifyReply, next: CallHandler): Promise<void> {
    await lastValueFrom(next.handle(), { defaultValue: undefined });
    await this.keepSilent(reply);
  }

  /** Until the client gives up, a minute at most; then the connection breaks without an answer. */
  private keepSilent(reply: FastifyReply): Promise<void> {
    reply.hijack();
    this.silent.add(reply);
    return new Promise((resolve) => {
      const timer = setTimeout(() => reply.raw.destroy(), SILENT_AT_MOST_MS);
      reply.raw.once('close', () => {
        clearTimeout(timer);
        this.silent.delete(reply);
        resolve();
      });
      if (this.stopping) reply.raw.destroy();
      else if (reply.raw.destroyed) reply.raw.emit('close');
    });
  }
}
