import { isIP } from 'node:net';
import type { TenantMode } from '@dispute/app-kit';
import { inputFault, type Rejection } from '@dispute/kernel';
import { allowsAddress, hostOf } from '../deliveries/address-guard.js';

/**
 * What is wrong with a receiver's URL. Names are resolved and judged again at each connection; here only what can be seen is.
 * @param sandboxRanges address ranges that sandbox tenants may use besides public ones
 */
export function faultOfUrl(text: string, mode: TenantMode, sandboxRanges: readonly string[]): Rejection | undefined {
  const url = URL.parse(text);
  if (!url) return urlFault('wrong_format', 'It must be an absolute URL such as https://example.com/hook.');
  if (url.username || url.password) return urlFault('credentials', 'It must not carry a user name or password.');
  const isLive = mode === 'LIVE';
  if (!SCHEMES[mode].includes(url.protocol)) {
    return urlFault('wrong_scheme', `It must begin with https://${isLive ? '' : ' or http://'}.`);
  }
  return mayBeCalled(hostOf(url), isLive ? [] : sandboxRanges)
    ? undefined
    : urlFault('address_not_public', 'It leads to a private or loopback address; use a public one.');
}

const SCHEMES: Readonly<Record<TenantMode, readonly string[]>> = { LIVE: ['https:'], SANDBOX: ['https:', 'http:'] };
const urlFault = (code: string, message: string): Rejection => inputFault('/url', code, message);

function mayBeCalled(host: string, furtherRanges: readonly string[]): boolean {
  if (isIP(host) !== 0) return allowsAddress(host, furtherRanges);
  return !/(^|\.)localhost\.?$/i.test(host) || furtherRanges.includes('loopback');
}
