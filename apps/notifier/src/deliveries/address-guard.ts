import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

/** A receiver's name leads to an address that this tenant may not have called. */
export class ForbiddenAddress extends Error {
  readonly code = 'FORBIDDEN_ADDRESS';
  constructor(host: string) {
    super(`${host} is no public address`);
  }
}

/** Whether an IP address may be called: public ones, and those of further ranges by ipaddr.js's names ("loopback"). */
export function allowsAddress(address: string, furtherRanges: readonly string[]): boolean {
  const range = ipaddr.process(address).range();
  return range === 'unicast' || furtherRanges.includes(range);
}

export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * Opens connections to allowed addresses only. The address that is checked is the one that is connected to, so a name that
 * resolves anew between check and use gains nothing; a literal address never meets the resolver and is checked itself.
 */
export function guardedConnector(furtherRanges: readonly string[], timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, lookup: guardedLookup(furtherRanges) });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(host) !== 0 && !allowsAddress(host, furtherRanges)) callback(new ForbiddenAddress(host), null);
    else connect(options, callback);
  };
}

function guardedLookup(furtherRanges: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    const all = { ...options, all: true } as LookupAllOptions;
    lookup(hostname, all, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = addresses.filter(({ address }) => allowsAddress(address, furtherRanges));
      const [first] = allowed;
      if (!first) return callback(new ForbiddenAddress(hostname), []);
      return answer(options.all === true, allowed, first, callback);
    });
  };
}

function answer(
  all: boolean,
  allowed: LookupAddress[],
  first: LookupAddress,
  callback: Parameters<LookupFunction>[2],
): void {
  if (all) callback(null, allowed);
  else callback(null, first.address, first.family);
}
