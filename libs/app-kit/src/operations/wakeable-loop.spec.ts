import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { WakeableLoop } from './wakeable-loop.js';

const HOUR_MS = 3_600_000;
const loops: WakeableLoop[] = [];
afterEach(() => Promise.all(loops.splice(0).map((loop) => loop.stop())));

/** A loop whose steps wait to be told how they end. */
function started(step: (n: number) => Promise<boolean>) {
  const told: { level: number; msg: string }[] = [];
  const logger = pino({}, { write: (line: string) => void told.push(JSON.parse(line) as (typeof told)[number]) });
  const run = { steps: 0, told };
  const loop = new WakeableLoop({ name: 'sweep', everyMs: HOUR_MS, logger, step: () => step(++run.steps) });
  loops.push(loop);
  loop.start();
  return { loop, run };
}

/** Lets everything go on that waits for nothing but promises. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('background work', () => {
  it('goes on at once while there is more, then rests', async () => {
    const { run } = started(async (n) => n < 5);
    await settle();
    expect(run.steps).toBe(5);
  });

  it('is woken from its rest', async () => {
    const { loop, run } = started(async () => false);
    await settle();
    loop.wake();
    await settle();
    expect(run.steps).toBe(2);
  });

  it('that is woken during a step takes another one', async () => {
    let end: (more: boolean) => void = () => undefined;
    const { loop, run } = started((n) =>
      n === 1 ? new Promise((resolve) => (end = resolve)) : Promise.resolve(false),
    );
    loop.wake();
    end(false);
    await settle();
    expect(run.steps).toBe(2);
  });

  it('runs once, however often it is started', async () => {
    const { loop, run } = started(async () => false);
    loop.start();
    await settle();
    expect(run.steps).toBe(1);
  });

  it('tells its failure once and its recovery once', async () => {
    const { loop, run } = started(async (n) => {
      if (n <= 3) throw new Error('no luck');
      return false;
    });
    for (let n = 0; n < 5; n++) {
      await settle();
      loop.wake();
    }
    await settle();
    expect(run.steps).toBe(6);
    expect(run.told.map(({ msg }) => msg)).toEqual(['sweep: failed; trying again', 'sweep: works again']);
  });

  it('calls a database that is too busy what it is: no error, no stack', async () => {
    const { run } = started(async () => {
      throw Object.assign(new Error('sorry, too many clients already'), { code: '53300' });
    });
    await settle();
    expect(run.told).toMatchObject([{ level: 40, msg: expect.stringContaining('PostgreSQL is too busy') }]);
    expect(run.told[0]).not.toHaveProperty('err');
  });

  it('says nothing of a database that is gone: the watch does', async () => {
    const { loop, run } = started(async (n) => {
      if (n === 1) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      return false;
    });
    await settle();
    loop.wake();
    await settle();
    expect(run).toEqual({ steps: 2, told: [] });
  });

  it('rests after a failure, and does not spin', async () => {
    const { run } = started(async () => {
      throw new Error('no luck');
    });
    for (let n = 0; n < 20; n++) await settle();
    expect(run.steps).toBe(1);
  });
});

describe('the end', () => {
  it('waits for the step under way, and no other begins', async () => {
    let end: (more: boolean) => void = () => undefined;
    const { loop, run } = started(() => new Promise((resolve) => (end = resolve)));
    let stopped = false;
    const stopping = loop.stop().then(() => (stopped = true));
    await settle();
    expect(stopped).toBe(false);
    end(true);
    await stopping;
    expect(run.steps).toBe(1);
  });

  it('comes at once during a rest', async () => {
    const { loop } = started(async () => false);
    await settle();
    await expect(loop.stop()).resolves.toBeUndefined();
  });
});
