import { applyDecorators, Controller, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { MastercomErrorFilter } from './mastercom-error.filter.js';
import { OAuthGuard } from './oauth.guard.js';
import { WeatherInterceptor } from './weather.interceptor.js';

/** A controller of the network's API: signed requests, Mastercard's errors, planted weather. */
export const MastercomController = (path: string): ClassDecorator =>
  applyDecorators(
    Controller(`mastercom/v6/${path}`),
    UseGuards(OAuthGuard),
    UseInterceptors(WeatherInterceptor),
    UseFilters(MastercomErrorFilter),
  );
