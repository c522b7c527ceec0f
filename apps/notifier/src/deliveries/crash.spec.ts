import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestNotifier, type TestTenant } from '../testing/notifier.fixture.js';
import { Receiver, until } from '../testing/receiver.fixture.js';

let notifier: TestNotifier;
let receiver: Receiver;
beforeAll(async () => {
  notifier = await TestNotifier.start();
  receiver = await new Receiver().start();
});
afterAll(async () => {
  await notifier.end();
  await receiver.stop();
});

const rename = (from: string, to: string) => notifier.query(`alter function notifier.${from} rename to ${to}`);

async function subscribed(path: string): Promise<{ tenant: TestTenant; endpoint: string }> {
  const tenant = await notifier.tenant();
  const { body } = await tenant.call('POST', '/v1/webhooks', {
    body: { url: receiver.url(path), enabled_events: ['*'] },
  });
  return { tenant, endpoint: body['id'] as string };
}

/** Two commits of one dispute. */
async function twoCommits({ name }: TestTenant): Promise<void> {
  const { dispute, events } = await notifier.disputes.open(name);
  const claim = await notifier.disputes.act(dispute, { type: 'RecordClaim', claimId: '030964295796' });
  await notifier.take([...events, ...claim]);
}

const sequencesAt = (path: string) =>
  receiver.at(path).map(({ body }) => (JSON.parse(body) as { sequence: number }).sequence);

describe('a process that ends', () => {
  it('between sending and noting it sends again, with the same id, before the next', async () => {
    const { tenant, endpoint } = await subscribed('/unnoted');
    receiver.answer = async () => {
      receiver.answer = () => 200;
      await rename('append', 'append_away');
      return 200;
    };
    await twoCommits(tenant);
    await until('the first delivery', () => receiver.at('/unnoted').length === 1);
    await notifier.stop();
    expect(new Set(sequencesAt('/unnoted'))).toEqual(new Set([1]));
    const sent = receiver.at('/unnoted').length;
    await rename('append_away', 'append');
    await notifier.run();
    await until('the rest', () => sequencesAt('/unnoted').includes(2));
    expect(sequencesAt('/unnoted').slice(sent)).toEqual([1, 2]);
    const [first, again] = [receiver.at('/unnoted')[0], receiver.at('/unnoted')[sent]];
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    await until('quiet', () => notifier.isQuiet(tenant.name));
    const { body } = await tenant.call('GET', `/v1/webhooks/${endpoint}/events`);
    expect(body['events']).toMatchObject([{ status: 'SUCCESS' }, { status: 'SUCCESS' }]);
  });

  it('between noting it and its work table sends nothing twice', async () => {
    const { tenant } = await subscribed('/noted');
    receiver.answer = ({ path }) => {
      if (path === '/noted' && receiver.at('/noted').length === 1) void rename('advance_checkpoint', 'checkpoint_away');
      return 200;
    };
    await twoCommits(tenant);
    await until('the first delivery is noted', async () => {
      const { rows } = await notifier.query(
        `select from notifier.event where tenant = $1 and type = 'delivery.delivered.v1'`,
        [tenant.name],
      );
      return rows.length === 1;
    });
    await notifier.stop();
    await rename('checkpoint_away', 'advance_checkpoint');
    await notifier.run();
    await until('the second', () => receiver.at('/noted').length === 2);
    await until('quiet', () => notifier.isQuiet(tenant.name));
    expect(sequencesAt('/noted')).toEqual([1, 2]);
  });
});
