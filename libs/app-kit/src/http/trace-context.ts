import { randomBytes } from 'node:crypto';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The caller's trace continued by a span of ours, or a new trace (W3C Trace Context). */
export function continueTrace(incoming: string | undefined): string {
  const match = TRACEPARENT.exec(incoming ?? '');
  const fresh = randomBytes(24).toString('hex');
  return `00-${match?.[1] ?? fresh.slice(16)}-${fresh.slice(0, 16)}-${match?.[3] ?? '01'}`;
}
