import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { SandboxConfig } from '../config.js';
import { NonceStore, STAMP_TOLERANCE_SECONDS } from '../store/nonce-store.js';
import { gatewayError, type MastercomError } from './mastercom-error.js';
import { type OAuthParameters, parameter, readOAuthHeader } from './oauth-header.js';
import type { SignedRequest } from './raw-body.js';
import { baseString, decoded, isHashOf, isSignedBy } from './signature.js';

const refused = (why: string): MastercomError => gatewayError('AUTHENTICATION_FAILED', why);

/** The gateway in front of Mastercom: only correctly signed, fresh and unseen requests pass. */
@Injectable()
export class OAuthGuard implements CanActivate {
  private readonly key: KeyObject;

  constructor(
    @Inject(SandboxConfig) private readonly config: SandboxConfig,
    @Inject(NonceStore) private readonly nonces: NonceStore,
  ) {
    this.key = createPublicKey(readFileSync(config.NETWORK_CLIENT_PUBLIC_KEY_FILE));
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedRequest>();
    const parameters = readOAuthHeader(request.headers.authorization);
    if (typeof parameters === 'string') throw refused(parameters);
    this.checkParameters(parameters);
    if (!isHashOf(request.rawBody, parameters)) {
      throw gatewayError('INVALID_BODY_HASH', 'The body does not have the hash that oauth_body_hash names.');
    }
    this.checkSignature(request, parameters);
    await this.checkUnseen(parameters);
    return true;
  }

  private checkParameters(parameters: OAuthParameters): void {
    if (parameter(parameters, 'oauth_version') !== '1.0') throw refused('oauth_version must be 1.0.');
    if (parameter(parameters, 'oauth_signature_method') !== 'RSA-SHA256') {
      throw refused('oauth_signature_method must be RSA-SHA256.');
    }
    const key = parameter(parameters, 'oauth_consumer_key');
    if (![key, decoded(key)].includes(this.config.NETWORK_CONSUMER_KEY))
      throw refused('The consumer key is not known.');
    const stamp = parameter(parameters, 'oauth_timestamp');
    const age = Math.abs(Date.now() / 1000 - Number(stamp));
    if (!/^\d{1,12}$/.test(stamp) || age > STAMP_TOLERANCE_SECONDS) {
      throw refused(`oauth_timestamp must lie within ${STAMP_TOLERANCE_SECONDS} seconds of the present.`);
    }
    if (parameter(parameters, 'oauth_nonce').length > 100) throw refused('oauth_nonce is too long.');
  }

  private checkSignature(request: SignedRequest, parameters: OAuthParameters): void {
    const forwarded = request.headers['x-forwarded-proto'];
    const text = baseString(
      {
        method: request.method,
        scheme: forwarded === 'https' ? 'https' : request.protocol,
        host: request.headers.host ?? '',
        url: request.raw.url ?? '',
      },
      parameters,
    );
    // As Mastercard does, so that a client can compare it with its own.
    if (!isSignedBy(this.key, text, parameters)) throw refused(`The signature does not fit the base string ${text}`);
  }

  private async checkUnseen(parameters: OAuthParameters): Promise<void> {
    const stamp = Number(parameter(parameters, 'oauth_timestamp'));
    const unseen = await this.nonces.use(this.config.NETWORK_CONSUMER_KEY, stamp, parameter(parameters, 'oauth_nonce'));
    if (!unseen) throw refused('This nonce has been used with this timestamp before.');
  }
}
