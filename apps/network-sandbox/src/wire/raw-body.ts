import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';

/** Signatures cover the bytes as they came, so they are kept beside the parsed body. */
export interface SignedRequest extends FastifyRequest {
  rawBody?: Buffer;
}

/** 22,000,000 characters of base64, and room for the rest of the request. */
export const BODY_LIMIT = 32 * 1024 * 1024;

/**
 * Takes bodies as bytes. Below /mastercom the signature is judged before the content: there, what is no JSON leaves
 * `body` undefined; elsewhere it is refused at once.
 */
export function keepRawBodies(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (request, bytes, done) => {
    (request as SignedRequest).rawBody = bytes as Buffer;
    const body = parsed(bytes as Buffer);
    if (request.url.startsWith('/mastercom/')) done(null, body);
    else if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE());
    } else if (body === undefined) done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY());
    else done(null, body);
  });
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
