import { createHash, createVerify, type KeyObject } from 'node:crypto';
import { type OAuthParameters, parameter } from './oauth-header.js';

export interface SignedCall {
  readonly method: string;
  readonly scheme: string;
  readonly host: string;
  /** Path and query as received. */
  readonly url: string;
}

/** RFC 3986: nothing is left bare but letters, digits and "-._~". */
export const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The text that is signed. Header and query values go in as they stand and are escaped once: Mastercard's gateway
 * and its signers agree on that, against the letter of RFC 5849, which would decode them first.
 */
export function baseString(call: SignedCall, parameters: OAuthParameters): string {
  const [path = '', query = ''] = splitOnce(call.url, '?');
  const uri = `${call.scheme}://${hostWithoutDefaultPort(call)}${path}`;
  const pairs = [...queryPairs(query), ...[...parameters].filter(([name]) => name !== 'oauth_signature')];
  const text = pairs
    .toSorted(byKeyThenValue)
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
  return `${call.method.toUpperCase()}&${escaped(uri)}&${escaped(text)}`;
}

type Pair = readonly [string, string];

const queryPairs = (query: string): Pair[] =>
  query === ''
    ? []
    : query.split('&').map((pair) => {
        const [key = '', value = ''] = splitOnce(pair, '=');
        return [key, value] as const;
      });

function byKeyThenValue(a: Pair, b: Pair): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : Number(a[1] > b[1]);
}

function splitOnce(text: string, at: string): string[] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

function hostWithoutDefaultPort({ scheme, host }: SignedCall): string {
  return host.toLowerCase().replace(scheme === 'https' ? /:443$/ : /:80$/, '');
}

/** PKCS#1 v1.5 over SHA-256; the signature stands percent-encoded in the header. */
export function isSignedBy(key: KeyObject, text: string, parameters: OAuthParameters): boolean {
  const signature = decoded(parameter(parameters, 'oauth_signature'));
  if (signature === undefined) return false;
  return createVerify('RSA-SHA256').update(text).verify(key, signature, 'base64');
}

export function isHashOf(body: Buffer | undefined, parameters: OAuthParameters): boolean {
  const hash = createHash('sha256')
    .update(body ?? '')
    .digest('base64');
  return decoded(parameter(parameters, 'oauth_body_hash')) === hash;
}

export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
