import { All, Controller, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MastercomError } from '../wire/mastercom-error.js';
import { MastercomErrorFilter } from '../wire/mastercom-error.filter.js';
import { OAuthGuard } from '../wire/oauth.guard.js';

/** Whatever else is asked below /mastercom: signed like the rest, and unknown. */
@Controller('mastercom')
@UseGuards(OAuthGuard)
@UseFilters(MastercomErrorFilter)
export class UnknownRoutesController {
  @All('*')
  unknown(@Req() request: FastifyRequest): never {
    throw new MastercomError('RESOURCE_NOT_FOUND', `There is nothing at ${request.method} ${request.url}.`);
  }
}
