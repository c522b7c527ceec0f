import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { type RouteSpec, routerPathsOf, successStatusOf, validate } from '@dispute/contracts';
import type { Caller } from '../identity/tenant-directory.js';
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
  );
}

export const contractOf = (context: ExecutionContext): AnyRoute | undefined =>
  Reflect.getMetadata(ROUTE, context.getHandler()) as AnyRoute | undefined;

/** A request with what the guards found out about it. */
export interface PlatformRequest extends FastifyRequest {
  caller?: Caller;
  traceparent?: string;
}
export const requestOf = (context: ExecutionContext): PlatformRequest =>
  context.switchToHttp().getRequest<PlatformRequest>();

function checked(schema: TSchema | undefined, value: unknown): unknown {
  if (!schema) return value;
  const result = validate(schema, value);
  if (result.ok) return result.value;
  throw new HttpRejection(result.rejection);
}

/** The body, checked against the contract. */
export const ContractBody = createParamDecorator((_: unknown, context: ExecutionContext): unknown =>
  checked(contractOf(context)?.body, requestOf(context).body ?? {}),
);

/** The query, with integers and booleans read from their text, checked against the contract. */
export const ContractQuery = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const schema = contractOf(context)?.query;
  return checked(schema, readText(schema, requestOf(context).query as Record<string, unknown>));
});

/** The path parameters, checked against the contract. */
export const ContractParams = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const schema = contractOf(context)?.params;
  return checked(schema, readText(schema, requestOf(context).params as Record<string, unknown>));
});

/** Whose credential the request carries. */
export const CallerOf = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = requestOf(context).caller;
  if (!caller) throw new Error('this route has no tenant credential');
  return caller;
});

function readText(schema: TSchema | undefined, values: Record<string, unknown>): Record<string, unknown> {
  const properties = (schema as { properties?: Record<string, { type?: string }> } | undefined)?.properties ?? {};
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, readOne(properties[name]?.type, value)]),
  );
}

function readOne(type: string | undefined, value: unknown): unknown {
  if (type === 'integer' && typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
