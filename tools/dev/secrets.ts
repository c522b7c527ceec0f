import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Secrets {
  readonly opsToken: string;
  readonly internalToken: string;
  readonly network: NetworkIdentity;
}

/** How the gateway signs towards the network, and how the network knows it. */
export interface NetworkIdentity {
  readonly consumerKey: string;
  readonly signingKeyFile: string;
  readonly publicKeyFile: string;
}

/** The secrets of this directory, drawn at the first start and kept. */
export function secretsOf(directory: string): Secrets {
  const kept = path.join(directory, 'secrets');
  mkdirSync(kept, { recursive: true, mode: 0o700 });
  const word = (name: string, prefix: string) => {
    const file = path.join(kept, name);
    if (!existsSync(file)) writeFileSync(file, `${prefix}_${randomBytes(24).toString('base64url')}`, { mode: 0o600 });
    return readFileSync(file, 'utf8');
  };
  return {
    opsToken: word('ops-token', 'ops'),
    internalToken: word('internal-token', 'internal'),
    network: networkIdentity(path.join(directory, 'network'), word('network-consumer-key', 'development')),
  };
}

function networkIdentity(directory: string, consumerKey: string): NetworkIdentity {
  const signingKeyFile = path.join(directory, 'signing-key.pem');
  const publicKeyFile = path.join(directory, 'public-key.pem');
  if (!existsSync(publicKeyFile)) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(signingKeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    writeFileSync(publicKeyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  }
  return { consumerKey, signingKeyFile, publicKeyFile };
}
