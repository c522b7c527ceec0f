import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { type RouteSpec, routerPathsOf, successStatusOf, validate, validateText } from '@dispute/contracts';
import type { Caller } from '../identity/tenant-directory.js';
import { readable } from '../readable-text.js';
import { HttpRejection } from './http-rejection.js';

export const ROUTE = Symbol('route contract');

/** A route of the catalogue, or one between the apps. */
export type AnyRoute = Omit<RouteSpec, 'auth' | 'app'> & { readonly auth: RouteSpec['auth'] | 'internal' };

/** Binds a handler to an entry of the route catalogue: method, paths, status, credential and validation come from there. */
export function Contract(route: AnyRoute): MethodDecorator {
  return applyDecorators(
    RequestMapping({ method: RequestMethod[route.method], path: [...routerPathsOf(route as RouteSpec)] }),
    HttpCode(successStatusOf(route as RouteSpec)),
    SetMetadata(ROUTE, route),
    RouteConfig({ contract: route }),
  );
}

export const contractOf = (context: ExecutionContext): AnyRoute | undefined =>
  Reflect.getMetadata(ROUTE, context.getHandler()) as AnyRoute | undefined;

/** The same, before Nest has the request. */
export const contractOfRequest = (request: FastifyRequest): AnyRoute | undefined =>
  (request.routeOptions.config as { readonly contract?: AnyRoute }).contract;

/** A request with what the guards found out about it. */
export interface PlatformRequest extends FastifyRequest {
  caller?: Caller;
  traceparent?: string;
}
export const requestOf = (context: ExecutionContext): PlatformRequest =>
  context.switchToHttp().getRequest<PlatformRequest>();

type Check = typeof validate;

function checked(check: Check, schema: TSchema | undefined, value: unknown): unknown {
  if (!schema) return value;
  const result = readable(check(schema, value));
  if (result.ok) return result.value;
  throw new HttpRejection(result.rejection);
}

/** The body, checked against the contract. */
export const ContractBody = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const { body } = requestOf(context);
  return checked(validate, contractOf(context)?.body, body === undefined ? {} : body);
});

/** The query, with integers and booleans read from their text, checked against the contract. */
export const ContractQuery = createParamDecorator((_: unknown, context: ExecutionContext): unknown =>
  checked(validateText as Check, contractOf(context)?.query, requestOf(context).query),
);

/** The path parameters, read and checked the same way. */
export const ContractParams = createParamDecorator((_: unknown, context: ExecutionContext): unknown =>
  checked(validateText as Check, contractOf(context)?.params, requestOf(context).params),
);

/** Whose credential the request carries. */
export const CallerOf = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = requestOf(context).caller;
  if (!caller) throw new Error('this route has no tenant credential');
  return caller;
});
