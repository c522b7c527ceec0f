import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startStack, type Stack } from '../../tools/dev/stack.ts';

declare global {
  var platformUnderTest: Stack | undefined;
}

/** Nobody here waits an hour for the sandbox: what it has not told when it is asked, it has not done. */
const QUICK = { POLL_INTERVAL_MS: '300', NETWORK_RESEND_AFTER_MS: '3000' };
/** Of brokers that the test run has started itself. */
const SHORT_SESSIONS = { KAFKA_SESSION_TIMEOUT_MS: '3000' };

/** Starts the whole platform once for all specs: on free ports, with the servers of the test run where there are some. */
export default async function startPlatform(): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'dispute-e2e-'));
  const stack = await startStack({
    directory,
    ports: 'free',
    databaseUrl: process.env['DATABASE_URL'],
    brokers: process.env['KAFKA_BROKERS'],
    fresh: true,
    disposable: true,
    environment: {
      ...QUICK,
      ...(process.env['TEST_SERVERS'] === 'given' ? {} : SHORT_SESSIONS),
      LOG_LEVEL: process.env['E2E_LOG_LEVEL'] ?? 'info',
    },
    report: (line) => process.stdout.write(`${line}\n`),
  });
  globalThis.platformUnderTest = stack;
  process.env['E2E_DIRECTORY'] = directory;
  process.env['E2E_CREDENTIALS'] = JSON.stringify(stack.credentials);
  process.env['E2E_PORTS'] = JSON.stringify(stack.ports);
}
