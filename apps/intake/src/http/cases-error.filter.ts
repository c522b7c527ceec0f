import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { HttpRejection } from '@dispute/app-kit';
import { caseErrorsOf } from '@dispute/contracts';

/** Refusals of /cases take the form of Mastercard Processing (S2). */
@Catch(HttpRejection)
export class CasesErrorFilter implements ExceptionFilter<HttpRejection> {
  async catch(error: HttpRejection, host: ArgumentsHost): Promise<void> {
    const { status, body } = caseErrorsOf(error.rejection);
    await host.switchToHttp().getResponse<FastifyReply>().status(status).send(body);
  }
}
