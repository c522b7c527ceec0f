import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Rejection } from '@dispute/kernel';
import { fastifyRejection } from './fastify-faults.js';
import { readJsonStrictly } from './json-body.js';
import { sendProblem } from './problem-filter.js';

/** Fastify as every app has it: request ids, one line a request, JSON bodies up to `bodyLimit` bytes, problems for all errors. */
export function fastifyAdapter(bodyLimit: number, logger: Logger): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit,
    genReqId: requestId,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: refuseUnrouted,
    return503OnClosing: false,
  });
  const fastify = adapter.getInstance();
  readJsonStrictly(fastify);
  refuseWhileStopping(fastify);
  fastify.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime);
    const line = { request_id: request.id, method: request.method, url: request.url, status: reply.statusCode, ms };
    if (!/^\/(health|metrics|internal)/.test(request.url)) logger.info(line, 'answered');
  });
  return adapter;
}

const STOPPING: Rejection = {
  code: 'TEMPORARILY_UNAVAILABLE',
  detail: 'This process is stopping and has taken nothing in; send the request again.',
};

/** Whoever asks on an open connection while the app lets go of it is told in our words, where Fastify has its own. */
function refuseWhileStopping(fastify: FastifyInstance): void {
  let isStopping = false;
  fastify.addHook('preClose', async () => {
    isStopping = true;
  });
  fastify.addHook('onRequest', async (request, reply) => {
    if (isStopping) return sendProblem(reply, STOPPING, request);
  });
}

/** The caller's id for the request, where it is one that a log line can hold. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
}

/** What fails before there is a route never comes to the problem filter; no hook runs either. */
function refuseUnrouted(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const rejection = fastifyRejection(error) ?? { code: 'RESOURCE_NOT_FOUND', detail: 'The address is not readable.' };
  void sendProblem(reply.header('x-request-id', request.id), rejection, request);
}
