import 'reflect-metadata';
import { Controller, Module, RequestMapping } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Contract, ContractBody, ContractParams } from '@dispute/app-kit';
import { ROUTES } from '@dispute/contracts';
import { disputeDecider, toDisputeResource } from '@dispute/domain';
import { type Instant, fold } from '@dispute/kernel';
import { DecidedDispute } from './disputes.ts';

/** What the same answers cost without a store: Nest on Fastify, the same contracts, always the same dispute. */
let answered = 0;
const dispute = exampleDispute();
const action = dispute.action_history[0];

class BareController {
  open(_body: unknown): unknown {
    answered++;
    return dispute;
  }

  act(_params: unknown, _body: unknown): unknown {
    answered++;
    return action;
  }

  count(): unknown {
    return { answered };
  }
}

class BareModule {}

/** Decorators are functions: what "@" would do is done by hand, so that this file runs as it is written. */
function decorate(name: keyof BareController, ...decorators: readonly MethodDecorator[]): void {
  const descriptor = Object.getOwnPropertyDescriptor(BareController.prototype, name) as PropertyDescriptor;
  for (const decorator of decorators) decorator(BareController.prototype, name, descriptor);
}
ContractBody()(BareController.prototype, 'open', 0);
ContractParams()(BareController.prototype, 'act', 0);
ContractBody()(BareController.prototype, 'act', 1);
decorate('open', Contract(ROUTES.openDispute));
decorate('act', Contract(ROUTES.takeAction));
decorate('count', RequestMapping({ path: ['/count', '/health/ready'] }));
Controller()(BareController);
Module({ controllers: [BareController] })(BareModule);

function exampleDispute() {
  const decided = new DecidedDispute();
  const requests = [decided.open(), decided.act()];
  const events = requests.flatMap(({ streams, meta }) =>
    streams
      .filter(({ stream }) => stream.startsWith('dispute/'))
      .flatMap((append) => append.events.map((event) => ({ ...event, occurredAt: meta.occurredAt }))),
  );
  const state = fold(disputeDecider, events as never);
  if (!state.exists) throw new Error('the example folds to no dispute');
  return toDisputeResource(state, new Date().toISOString() as Instant);
}

const app = await NestFactory.create<NestFastifyApplication>(BareModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
