import type { Static, TSchema } from 'typebox';
import type { RefusalCode } from '@dispute/kernel';

export const APPS = ['intake', 'ops', 'notifier', 'credits', 'network-gateway', 'network-sandbox'] as const;
export type AppName = (typeof APPS)[number];
export type ApiVersion = 'v1' | 'v2';

/** One HTTP operation of the front door, as data: controllers, the front door's table and OpenAPI read it. */
export interface RouteSpec {
  readonly app: AppName | 'front-door';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{name}` marks a parameter. With `versions` the first segment is v1; `pathsOf` puts each version in its place. */
  readonly path: string;
  readonly versions?: readonly ApiVersion[];
  /** tenant: API key; ops: ops token; none: open. */
  readonly auth: 'tenant' | 'ops' | 'none';
  readonly summary: string;
  readonly description?: string;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** The body is a form with one part `file`. */
  readonly multipart?: true;
  /** Status → body; `NoBody` where there is none, `Bytes` with `produces` where it is no JSON. */
  readonly responses: Readonly<Record<number, TSchema>>;
  readonly produces?: readonly string[];
  /** What it may refuse with, besides the refusals that every route shares (`problemsOf`). */
  readonly problems?: readonly RefusalCode[];
  /** Refusals take the form of Mastercard Processing (S2) instead of application/problem+json. */
  readonly errorForm?: 'cases';
  /** Honours the header Idempotency-Key. */
  readonly idempotent?: true;
  /** Answers with ETag = stream version; a writing one honours If-Match. */
  readonly etag?: true;
  /** Answers from a read model: honours the header Consistency-Token. */
  readonly readModel?: true;
  readonly source: string;
}

export type Route = RouteSpec & { readonly id: string };

/** Gives each operation its key as id and keeps every schema's type. */
export function defineRoutes<const R extends Record<string, RouteSpec>>(
  routes: R,
): { readonly [Id in keyof R]: R[Id] & { readonly id: Id } } {
  const named = Object.entries(routes).map(([id, route]) => [id, { ...route, id }]);
  return Object.fromEntries(named) as { readonly [Id in keyof R]: R[Id] & { readonly id: Id } };
}

/** Every path that serves an operation: one per version, or the path itself ("/v1/disputes" → "/v1/disputes", "/v2/disputes"). */
export function pathsOf(route: RouteSpec): readonly string[] {
  return route.versions?.map((version) => route.path.replace(/^\/v1\//, `/${version}/`)) ?? [route.path];
}

/** The same in the notation of Fastify and Nest ("/v1/disputes/:dispute_id"). */
export function routerPathsOf(route: RouteSpec): readonly string[] {
  return pathsOf(route).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
}

/** The status of the answer when all goes well. */
export function successStatusOf(route: RouteSpec): number {
  return Number(Object.keys(route.responses)[0]);
}

/** Every refusal that an operation may answer with. */
export function problemsOf(route: RouteSpec): readonly RefusalCode[] {
  const shared = SHARED_PROBLEMS.flatMap(([applies, codes]) => (applies(route) ? codes : []));
  return [...new Set([...(route.problems ?? []), ...shared])];
}

const hasBody = (route: RouteSpec): boolean => route.body !== undefined || route.multipart === true;
const isClosed = (route: RouteSpec): boolean => route.auth !== 'none';

/** Whether a route changes something that has a version already; what is only made has none to match. */
export const takesIfMatch = ({ etag, method, params }: RouteSpec): boolean =>
  etag === true && method !== 'GET' && params !== undefined;

/** Refusals that come with what a route is. */
const SHARED_PROBLEMS: readonly (readonly [(route: RouteSpec) => boolean, readonly RefusalCode[]])[] = [
  [({ params, query, body }) => Boolean(params ?? query ?? body), ['BAD_REQUEST_BODY']],
  [hasBody, ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE']],
  [isClosed, ['UNAUTHORIZED', 'FORBIDDEN', 'TOO_MANY_REQUESTS']],
  [({ idempotent }) => idempotent === true, ['IDEMPOTENCY_INVALID_REUSE', 'IDEMPOTENCY_CONCURRENT_USE']],
  [takesIfMatch, ['PRECONDITION_FAILED']],
  [isClosed, ['INTERNAL_ERROR', 'TEMPORARILY_UNAVAILABLE']],
];

type Of<R, Part extends string> = R extends { readonly [P in Part]: infer S extends TSchema } ? Static<S> : undefined;
export type BodyOf<R> = Of<R, 'body'>;
export type ParamsOf<R> = Of<R, 'params'>;
export type QueryOf<R> = Of<R, 'query'>;
export type ResponseOf<R, Status extends number = 200 | 201 | 202> = R extends { readonly responses: infer All }
  ? { [S in keyof All & Status]: All[S] extends TSchema ? Static<All[S]> : never }[keyof All & Status]
  : never;
