/** The parameters of an OAuth 1.0a header as they stand there: only the signature is escaped. */
export type OAuthParameters = ReadonlyMap<string, string>;

const REQUIRED = [
  'oauth_consumer_key',
  'oauth_nonce',
  'oauth_timestamp',
  'oauth_signature_method',
  'oauth_version',
  'oauth_body_hash',
  'oauth_signature',
] as const;
export type OAuthName = (typeof REQUIRED)[number];

/** Reads `OAuth k="v",…`; a text instead says what is wrong with it. */
export function readOAuthHeader(header: string | undefined): OAuthParameters | string {
  if (!header?.startsWith('OAuth ')) return 'The Authorization header must begin with OAuth.';
  const pairs = [...header.slice(6).matchAll(/([a-z_]+)="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  const parameters = new Map(pairs);
  if (parameters.size !== pairs.length) return 'An OAuth parameter stands twice.';
  const missing = REQUIRED.filter((name) => !parameters.get(name));
  return missing.length === 0 ? parameters : `Missing OAuth parameters: ${missing.join(', ')}.`;
}

export const parameter = (parameters: OAuthParameters, name: OAuthName): string => parameters.get(name) ?? '';
