import type { Credentials } from './credentials.ts';
import { Launch } from './launch.ts';
import type { Ports } from './ports.ts';
import type { AppName } from './workspace.ts';

export interface StackOptions {
  /** Keeps data, logs and credentials; default `.dev` of the checkout. */
  readonly directory?: string;
  /** Default: the development ports and their variables; `free`: any that nobody uses. */
  readonly ports?: Ports | 'free';
  /** A PostgreSQL or Kafka to use instead of an embedded one. */
  readonly databaseUrl?: string | undefined;
  readonly brokers?: string | undefined;
  /** PostgreSQL and Kafka as containers. */
  readonly docker?: boolean;
  /** Start empty. Of given servers, only the platform's own schemas and topics are emptied. */
  readonly fresh?: boolean;
  /** The data need not survive a power cut (tests). */
  readonly disposable?: boolean;
  /** More environment for every app. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where an app's entry file is; default `apps/<app>/dist/main.js`. */
  readonly mainOf?: (app: AppName) => string;
  readonly readyWithinMs?: number;
  /** Gives up starting, and stops what was started. */
  readonly signal?: AbortSignal;
  /** Progress and crashes, a line each. */
  readonly report?: (line: string) => void;
  readonly onPhase?: (name: string, ms: number) => void;
}

export interface Stack {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly ports: Ports;
  readonly directory: string;
  /** Undefined between a crash and the restart. */
  pidOf(app: AppName): number | undefined;
  /** Every process of the stack by name: apps, servers, and this one as "runner". */
  pids(): ReadonlyMap<string, number>;
  /** Signals an app's process; the supervisor starts it again when it ends. */
  kill(app: AppName, signal: NodeJS.Signals): void;
  restartCountOf(app: AppName): number;
  /** What the app has written since the stack started. */
  logOf(app: AppName): string;
  /** Resolves when all apps are ready (again). */
  untilReady(withinMs?: number): Promise<void>;
  /** Stops the apps, then the servers that were started here. */
  stop(): Promise<void>;
}

/**
 * Starts the whole platform: PostgreSQL and Kafka, the six apps, the front door, two sandbox tenants.
 * @throws Error with a sentence for the user, after stopping whatever had been started.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const launch = new Launch(options);
  try {
    return await launch.run();
  } catch (fault) {
    await launch.stop();
    throw fault;
  }
}
