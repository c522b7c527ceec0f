import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LOGGER } from '@dispute/app-kit';
import { MastercomError } from './mastercom-error.js';

/** Everything below /mastercom answers errors in Mastercard's form. */
@Catch()
export class MastercomErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const known = this.asMastercom(error, request);
    await http.getResponse<FastifyReply>().status(known.status).send(known.body());
  }

  private asMastercom(error: unknown, request: FastifyRequest): MastercomError {
    if (error instanceof MastercomError) return error;
    if (error instanceof HttpException && error.getStatus() === 404) {
      return new MastercomError('RESOURCE_NOT_FOUND', `There is nothing at ${request.method} ${request.url}.`);
    }
    this.logger.error({ err: error, request_id: request.id }, 'the network failed unexpectedly');
    return new MastercomError('INTERNAL_SERVICE_ERROR', 'Internal service error.');
  }
}
