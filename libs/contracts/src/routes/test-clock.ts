import { SetTestClock, TestClock } from '../test-clock.js';
import { defineRoutes } from './route.js';

export const TEST_CLOCK_ROUTES = defineRoutes({
  getTestClock: {
    app: 'intake',
    method: 'GET',
    path: '/v1/test_clock',
    auth: 'tenant',
    summary: 'Read the test clock',
    description: 'Sandbox tenants only. READY: every due timer is decided, reacted to and projected.',
    responses: { 200: TestClock },
    source: 'ours',
  },
  setTestClock: {
    app: 'intake',
    method: 'POST',
    path: '/v1/test_clock',
    auth: 'tenant',
    summary: 'Set or advance the test clock',
    description:
      'Sandbox tenants only. Any instant while the tenant has no dispute; afterwards forward only. Between calls the clock runs on at normal speed.',
    body: SetTestClock,
    responses: { 202: TestClock },
    problems: ['CLOCK_BACKWARDS'],
    idempotent: true,
    source: 'ours',
  },
});
