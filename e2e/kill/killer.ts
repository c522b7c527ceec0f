import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../tools/demo/platform.ts';
import { type KnownProcess, send } from '../../tools/dev/processes/end-process.ts';
import type { AppName } from '../../tools/dev/workspace.ts';
import { directory, ports } from '../setup/platform-under-test.ts';
import type { Kill } from './kill-plan.ts';

export interface Killed extends Kill {
  /** Until the app said again that it is ready: started, its consumers in their groups. */
  readonly readyAfterMs: number;
}

const READY_WITHIN_MS = 30_000;

/** Ends apps one after the other: the next one only when the one before is ready again. */
export class Killer {
  readonly killed: Killed[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  /** Waits for its turn; resolves when the kill is about to come, so that its flow goes on into it. */
  strike(kill: Kill): Promise<void> {
    const myTurn = this.#turn.then(() => undefined);
    this.#turn = myTurn.then(() => this.#carryOut(kill));
    return myTurn;
  }

  /** Waits until every app that was ended is ready again. @throws when one is not */
  async rest(): Promise<void> {
    await this.#turn;
  }

  async #carryOut(kill: Kill): Promise<void> {
    await pause(kill.afterMs);
    const victim = processOf(kill.app);
    const at = performance.now();
    send(victim, 'SIGKILL');
    const isBack = async () => processOf(kill.app).pid !== victim.pid && (await isReady(kill.app));
    await until(`${kill.app} to be ready again`, isBack, (ready) => ready, READY_WITHIN_MS);
    this.killed.push({ ...kill, readyAfterMs: Math.round(performance.now() - at) });
  }
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
