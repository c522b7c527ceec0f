import { Controller, Get, HttpCode, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { register } from 'prom-client';
import { Readiness } from './readiness.js';

/** Liveness, readiness and Prometheus metrics of every app. */
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('health/live')
  live(): { status: string } {
    return { status: 'live' };
  }

  @Get('health/ready')
  @HttpCode(200)
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const waiting = await this.readiness.waitingFor();
    await reply
      .status(waiting.length === 0 ? 200 : 503)
      .send(waiting.length === 0 ? { status: 'ready' } : { status: 'starting', waiting_for: waiting });
  }

  @Get('metrics')
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-type', register.contentType).send(await register.metrics());
  }
}
