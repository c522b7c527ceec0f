import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Receiver } from '../testing/receiver.fixture.js';
import { allowsAddress } from './address-guard.js';
import { WebhookSender } from './webhook-sender.js';

describe('an address', () => {
  it.each(['8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(allowsAddress(address, [])).toBe(true);
  });
  it.each([
    ...['127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0', '100.64.0.1', '224.0.0.1'],
    ...['255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
  ])('%s is not', (address) => {
    expect(allowsAddress(address, [])).toBe(false);
  });
  it('may be of a further range', () => {
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1'].map((one) => allowsAddress(one, ['loopback']))).toEqual(
      [...[true, true, true, false]],
    );
  });
});

describe('a request', () => {
  let receiver: Receiver;
  const sender = new WebhookSender({ timeoutMs: 10_000, sandboxRanges: ['loopback'] });
  const impatient = new WebhookSender({ timeoutMs: 500, sandboxRanges: ['loopback'] });
  beforeAll(async () => {
    receiver = await new Receiver().start();
  });
  afterAll(async () => {
    await Promise.all([sender.close(), impatient.close()]);
    await receiver.stop();
  });
  const post = (url: string, isSandbox: boolean, by = sender) => by.post({ url, isSandbox, headers: {}, body: '{}' });

  it('of a live tenant reaches no loopback address, by number or by a name that resolves to it', async () => {
    expect(await post(receiver.url(), true)).toMatchObject({ outcome: 'delivered', httpStatus: 200 });
    const { port } = new URL(receiver.url());
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]']) {
      expect(await post(`http://${host}:${port}/live`, false)).toMatchObject({ outcome: 'forbidden-address' });
    }
    expect(await post(`http://localhost:${port}/named`, true)).toMatchObject({ outcome: 'delivered' });
    expect(receiver.at('/live')).toHaveLength(0);
  });

  it('is given up when nobody answers in time, or nobody is there', async () => {
    receiver.answer = () => 'hang';
    expect(await post(receiver.url('/slow'), true, impatient)).toMatchObject({ outcome: 'timed-out' });
    receiver.answer = () => 500;
    expect(await post(receiver.url('/broken'), true)).toMatchObject({ outcome: 'refused', httpStatus: 500 });
    expect(await post('http://127.0.0.1:1/', true)).toMatchObject({ outcome: 'unreachable' });
  });
});
