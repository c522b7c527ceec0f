import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../tools/demo/platform.ts';
import { isAlive, type KnownProcess, send } from '../../tools/dev/processes/end-process.ts';
import type { AppName } from '../../tools/dev/workspace.ts';
import { credentials, directory, ports } from '../setup/platform-under-test.ts';
import type { Kill } from './kill-plan.ts';

export interface Killed extends Kill {
  /** Until the app said again that it is ready: started, its consumers in their groups. */
  readonly readyAfterMs: number;
  /** Status that the front door answered with while the app was away; undefined where it does not lead there. */
  readonly doorSaid: number | undefined;
}

const READY_WITHIN_MS = 30_000;
/** Where the front door leads to each app. */
const DOORS: Partial<Record<AppName, string>> = {
  intake: '/v1/test_clock',
  ops: '/ops/v1/disputes',
  notifier: '/v1/webhooks',
  'network-sandbox': '/sandbox/faults',
};

/** Ends an app when its moment has come. @returns when it is ready again */
export async function carryOut(kill: Kill): Promise<Killed> {
  await pause(kill.afterMs);
  const victim = processOf(kill.app);
  const at = performance.now();
  send(victim, 'SIGKILL');
  await until(
    `the end of ${kill.app}`,
    () => isAlive(victim),
    (alive) => !alive,
    READY_WITHIN_MS,
  );
  const doorSaid = await knockAt(DOORS[kill.app]);
  const isBack = async () => processOf(kill.app).pid !== victim.pid && (await isReady(kill.app));
  await until(`${kill.app} to be ready again`, isBack, (ready) => ready, READY_WITHIN_MS);
  return { ...kill, doorSaid, readyAfterMs: Math.round(performance.now() - at) };
}

/** The process that the supervisor has written down last. */
function processOf(app: AppName): KnownProcess {
  const text = readFileSync(path.join(directory(), 'processes.json'), 'utf8');
  const { children } = JSON.parse(text) as { children: KnownProcess[] };
  const found = children.find(({ name }) => name === app);
  if (!found) throw new Error(`${app} was never started`);
  return found;
}

async function isReady(app: AppName): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${ports()[app]}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

async function knockAt(path: string | undefined): Promise<number | undefined> {
  if (path === undefined) return undefined;
  const answer = await fetch(credentials().base_url + path, { signal: AbortSignal.timeout(5_000) });
  await answer.arrayBuffer();
  return answer.status;
}
