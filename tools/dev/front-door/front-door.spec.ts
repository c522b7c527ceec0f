import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addressIn } from '../app-environment.ts';
import { freePorts, type Ports } from '../ports.ts';
import { until } from '../processes/until.ts';
import { APP_NAMES, type AppName } from '../workspace.ts';
import { openFrontDoor, type FrontDoor } from './front-door.ts';
import { appsNotReady } from './readiness.ts';

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly bytes: number;
}

describe('the front door', () => {
  /** Runs nowhere: the app that is away. */
  const AWAY: AppName = 'credits';
  const apps = new Map<AppName, ChildProcess>();
  let ports: Ports;
  let door: FrontDoor;
  let base = '';

  beforeAll(async () => {
    ports = await freePorts();
    const main = path.join(import.meta.dirname, '../tests/stand-in-app.fixture.mjs');
    for (const name of APP_NAMES.filter((app) => app !== AWAY && app !== 'notifier')) {
      apps.set(name, spawn(process.execPath, [main], { env: { ...process.env, PORT: String(ports[name]) } }));
    }
    const documents = path.join(import.meta.dirname, '../k8s');
    door = await openFrontDoor({
      host: '127.0.0.1',
      port: ports['front-door'],
      documents,
      addressOf: addressIn(ports),
    });
    base = `http://127.0.0.1:${ports['front-door']}`;
    const started = async () => (await appsNotReady(addressIn(ports))).length === 2;
    await until(started, { what: 'the stand-in apps', withinMs: 20_000 });
  });
  afterAll(async () => {
    await door.close();
    for (const app of apps.values()) app.kill('SIGKILL');
  });

  it('forwards method, path, query and headers as they are', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const answer = await fetch(`${base}/v1/disputes?limit=2&page_token=a%2Fb`, { headers: { traceparent } });
    const echo = (await answer.json()) as Echo;
    expect(answer.headers.get('x-answered-by')).toBe(String(ports.ops));
    expect(echo).toMatchObject({ method: 'GET', url: '/v1/disputes?limit=2&page_token=a%2Fb' });
    expect(echo.headers).toMatchObject({ traceparent, host: new URL(base).host });
  });

  it('streams a body of 16 MB', async () => {
    const body = Buffer.alloc(16_000_000, 1);
    const answer = await fetch(`${base}/v1/disputes/d/documents`, { method: 'POST', body });
    expect(((await answer.json()) as Echo).bytes).toBe(16_000_000);
  });

  it('passes on the refusal of an app that does not read a body that is too large', async () => {
    const body = Buffer.alloc(20_000_000, 1);
    const answer = await fetch(`${base}/v1/too-large`, { method: 'POST', body });
    expect(answer.status).toBe(413);
  });

  it('answers 503 in the platform’s form while an app is away', async () => {
    const headers = { 'x-request-id': 'mine-1' };
    const answer = await fetch(`${base}/v1/webhooks?limit=2`, { headers });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect([answer.headers.get('retry-after'), answer.headers.get('x-request-id')]).toEqual(['1', 'mine-1']);
    expect(await answer.json()).toEqual({
      type: 'urn:dispute:problem:temporarily-unavailable',
      title: 'Not possible right now',
      status: 503,
      code: 'TEMPORARILY_UNAVAILABLE',
      detail: expect.stringContaining('"notifier"'),
      instance: '/v1/webhooks',
      request_id: 'mine-1',
    });
  });

  it('is ready only when all apps are, and names those it waits for', async () => {
    const answer = await fetch(`${base}/health/ready`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ waiting_for: ['notifier', AWAY] });
    expect((await fetch(`${base}/health/live`)).status).toBe(200);
  });

  it('hides what the apps serve to each other', async () => {
    const answer = await fetch(`${base}/internal/feed/1`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  it('outlives a client that hangs up', async () => {
    const hangUp = AbortSignal.timeout(5);
    const body = Buffer.alloc(16_000_000);
    await fetch(`${base}/v1/x`, { method: 'POST', body, signal: hangUp }).catch(() => undefined);
    expect((await fetch(`${base}/v1/x`)).status).toBe(200);
  });

  it('answers as Mastercard Processing does where its callers ask', async () => {
    apps.get('intake')?.kill('SIGKILL');
    await until(async () => (await fetch(`${base}/v1/x`)).status === 503, {
      what: 'intake to be away',
      withinMs: 10_000,
    });
    const answer = await fetch(`${base}/cases/80001`);
    const error = { Source: 'dispute-platform', ReasonCode: 'TEMPORARILY_UNAVAILABLE', Recoverable: true };
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/json; charset=utf-8']);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await answer.json()).toEqual({ Errors: { Error: [{ ...error, Description: expect.any(String) }] } });
  });
});
