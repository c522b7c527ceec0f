import { timingSafeEqual } from 'node:crypto';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { TenantDirectory } from '../identity/tenant-directory.js';
import { type AnyRoute, contractOf, contractOfRequest, requestOf, type PlatformRequest } from './contract.js';
import { HttpRejection } from './http-rejection.js';
import { RateLimiter, type RateLimits } from './rate-limit.js';
import { continueTrace } from './trace-context.js';

export interface Tokens {
  readonly OPS_TOKEN: string;
  readonly INTERNAL_TOKEN: string;
}

/** The operators are one principal; no tenant's name is like it. */
const OPERATORS = 'operators';

const UNAUTHORIZED = new HttpRejection({
  code: 'UNAUTHORIZED',
  detail: 'Send a valid credential as "Authorization: Bearer <api key>".',
});

/**
 * Checks the credential that the route's contract asks for, and that its principal keeps to its rate. A route without a
 * contract takes none (health, metrics); the apps among themselves have no limit.
 */
export class AuthGuard implements CanActivate {
  private readonly limiter: RateLimiter;

  constructor(
    private readonly directory: TenantDirectory,
    private readonly tokens: Tokens & RateLimits,
  ) {
    this.limiter = new RateLimiter(tokens);
  }

  /** Asks before a body is read: whoever may not come in is not told what is wrong with what was brought. */
  askFirst(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', async (request: PlatformRequest) => {
      await this.admit(request, contractOfRequest(request));
    });
  }

  /** A request that no hook has seen is asked here. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = requestOf(context);
    return request.traceparent !== undefined || this.admit(request, contractOf(context));
  }

  private async admit(request: PlatformRequest, contract: AnyRoute | undefined): Promise<boolean> {
    request.traceparent = continueTrace(request.headers['traceparent'] as string | undefined);
    const auth = contract?.auth ?? 'none';
    if (auth === 'none') return true;
    const token = bearerOf(request);
    if (token === undefined) throw UNAUTHORIZED;
    if (auth === 'internal') return this.demand(equal(token, this.tokens.INTERNAL_TOKEN));
    return this.checkToken(auth, token, request);
  }

  private async checkToken(auth: string, token: string, request: PlatformRequest): Promise<boolean> {
    const isOps = equal(token, this.tokens.OPS_TOKEN);
    if (isOps) {
      this.limiter.admit(OPERATORS);
      return demandRight(auth !== 'tenant', 'This needs a tenant’s API key, not the operators’ token.');
    }
    const caller = await this.directory.callerOf(token);
    if (!caller) throw UNAUTHORIZED;
    this.limiter.admit(`${caller.tenant}/${caller.principal}`);
    request.caller = caller;
    return demandRight(auth !== 'ops', 'This needs the operators’ token.');
  }

  private demand(allowed: boolean): boolean {
    if (!allowed) throw UNAUTHORIZED;
    return true;
  }
}

function demandRight(allowed: boolean, detail: string): true {
  if (!allowed) throw new HttpRejection({ code: 'FORBIDDEN', detail });
  return true;
}

function bearerOf(request: PlatformRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function equal(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
