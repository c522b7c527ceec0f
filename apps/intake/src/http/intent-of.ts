import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { HttpRejection, type PlatformRequest, requestOf } from '@dispute/app-kit';
import { inputFault } from '@dispute/kernel';
import type { Intent } from '../commands/intent.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Who asks over HTTP, under which idempotency key; the handler adds what is asked. */
export const IntentOf = createParamDecorator((_: unknown, context: ExecutionContext): Omit<Intent, 'asked'> => {
  const request = requestOf(context);
  const caller = request.caller;
  if (!caller) throw new Error('this route has no tenant credential');
  const key = idempotencyKeyOf(request);
  return {
    tenant: caller.tenant,
    actor: { kind: 'issuer', id: caller.principal },
    channel: 'http',
    principal: caller.principal,
    correlationId: request.id,
    ...(key === undefined ? {} : { key }),
    ...(request.traceparent === undefined ? {} : { traceparent: request.traceparent }),
  };
});

/** The caller's name for its command; undefined where it gives none. */
export function idempotencyKeyOf({ headers }: Pick<PlatformRequest, 'headers'>): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || (typeof key === 'string' && KEY.test(key))) return key;
  throw new HttpRejection(
    inputFault('', 'idempotency_key', 'Idempotency-Key must be 1 to 255 visible ASCII characters, such as a UUID.'),
  );
}

/** The version that If-Match asks for; undefined where there is none or it is "*". */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined => {
  const header = requestOf(context).headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(header)?.[1];
  if (version === undefined) {
    throw new HttpRejection(inputFault('', 'if_match', 'If-Match must be the ETag of the dispute, such as "3", or *.'));
  }
  return Number(version);
});
