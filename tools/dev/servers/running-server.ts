import type { ChildProcess } from 'node:child_process';

/** Where and how a server of ours runs. */
export interface ServerPlace {
  readonly directory: string;
  readonly logs: string;
  readonly port: number;
  /** Empty its data first. */
  readonly fresh: boolean;
  /** The data need not outlive the machine (tests). */
  readonly disposable: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A PostgreSQL or a Kafka that this process started. `address` is what clients are configured with. */
export interface RunningServer {
  readonly name: string;
  readonly pid: number;
  readonly address: string;
  /** Resolves when its process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((exited) => {
    if (child.exitCode !== null || child.signalCode !== null) exited();
    child.once('exit', () => exited());
  });

/** For a server that did not come up: ends its process, then passes the fault on. */
export const stopAndRethrow =
  (stop: () => Promise<void>) =>
  async (fault: unknown): Promise<never> => {
    await stop();
    throw fault;
  };
