import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Signatures cover the bytes as they came, so they are kept beside the parsed body. */
export interface SignedRequest extends FastifyRequest {
  rawBody?: Buffer;
}

/** 22,000,000 characters of base64, and room for the rest of the request. */
export const BODY_LIMIT = 32 * 1024 * 1024;

/**
 * Takes every body as bytes. What is no JSON leaves `body` undefined, so that below /mastercom the signature is
 * judged before the content.
 */
export function keepRawBodies(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (request, bytes, done) => {
    (request as SignedRequest).rawBody = bytes as Buffer;
    done(null, parsed(bytes as Buffer));
  });
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
