import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { SmallApp } from './small-app.fixture.js';

const entered = Promise.withResolvers<void>();
const gate = Promise.withResolvers<void>();

@Controller()
class Slow {
  @Get('slow')
  async slow(): Promise<object> {
    entered.resolve();
    await gate.promise;
    return { done: true };
  }
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;

it('an app that stops answers what it has begun, and refuses what still comes in its own words', async () => {
  const app = await SmallApp.start(Slow);
  const socket = connect(await app.listen(), '127.0.0.1');
  let answers = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answers += text));
  const closed = once(socket, 'close');
  socket.write(get('/slow'));
  await entered.promise;
  const stopping = once(app.events, 'stopping');
  const ended = app.end();
  await stopping;
  const refusing = once(app.events, 'answering');
  socket.write(get('/late'));
  await refusing;
  gate.resolve();
  await Promise.all([ended, closed]);
  const [slow = '', late = ''] = answers.split(/(?=HTTP\/1\.1 )/);
  expect(slow).toMatch(/^HTTP\/1\.1 200 [^]*\{"done":true\}/);
  expect(late).toMatch(/^HTTP\/1\.1 503 [^]*"code":"TEMPORARILY_UNAVAILABLE"[^]*"instance":"\/late"/);
});
