import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts, type Ports } from '../../tools/dev/ports.ts';
import { Ledger } from '../../tools/dev/processes/ledger.ts';
import { birthOf } from '../../tools/dev/processes/process-identity.ts';
import { until } from '../../tools/dev/processes/until.ts';
import { startKafka } from '../../tools/dev/servers/kafka.ts';
import { startPostgres } from '../../tools/dev/servers/postgres.ts';
import type { RunningServer } from '../../tools/dev/servers/running-server.ts';
import { type Stack, startStack } from '../../tools/dev/stack.ts';
import { APP_NAMES, type AppName } from '../../tools/dev/workspace.ts';

export type ServerName = 'postgres' | 'kafka';

/** A platform whose PostgreSQL and Kafka end when the test says so, and come back with their data when it says so. */
export class FragileStack {
  private readonly running = new Map<ServerName, RunningServer>();
  private marks = new Map<AppName, number>();

  private constructor(
    private readonly directory: string,
    private readonly ports: Ports,
    private readonly begin: Readonly<Record<ServerName, () => Promise<RunningServer>>>,
  ) {}

  stack!: Stack;

  static async start(): Promise<FragileStack> {
    const directory = mkdtempSync(path.join(tmpdir(), 'dispute-outages-'));
    chmodSync(directory, 0o755); // PostgreSQL may run as another user
    const logs = path.join(directory, 'server-logs');
    mkdirSync(logs);
    const [ports, ledger] = await Promise.all([freePorts(), Ledger.open(path.join(directory, 'servers'))]);
    const place = { directory, logs, fresh: false, disposable: false, report: () => undefined };
    const kafka = { ...place, port: ports.kafka, controllerPort: ports['kafka-controller'] };
    const fragile = new FragileStack(directory, ports, {
      postgres: () => startPostgres({ ...place, port: ports.postgres }, ledger),
      kafka: () => startKafka(kafka, ledger),
    });
    await Promise.all([fragile.restore('postgres'), fragile.restore('kafka')]);
    await fragile.startApps();
    return fragile;
  }

  /** Always at the same address. */
  async startApps(): Promise<void> {
    this.stack = await startStack({
      directory: path.join(this.directory, 'stack'),
      ports: this.ports,
      databaseUrl: this.running.get('postgres')?.address,
      brokers: this.running.get('kafka')?.address,
      environment: { POLL_INTERVAL_MS: '300' },
    });
    const { credentials, ports, directory } = this.stack;
    process.env['E2E_CREDENTIALS'] = JSON.stringify(credentials);
    process.env['E2E_PORTS'] = JSON.stringify(ports);
    process.env['E2E_DIRECTORY'] = directory;
  }

  /** The servers go on. */
  async stopApps(): Promise<void> {
    await this.stack.stop();
  }

  async restore(name: ServerName): Promise<void> {
    this.running.set(name, await this.begin[name]());
  }

  /** Ends a server with kill -9; from here on the logs are read anew. */
  async kill(name: ServerName): Promise<void> {
    this.marks = new Map(APP_NAMES.map((app) => [app, this.stack.logOf(app).length]));
    const server = this.running.get(name);
    if (!server) throw new Error(`${name} does not run`);
    const family = [server.pid, ...childrenOf(server.pid)];
    process.kill(server.pid, 'SIGKILL');
    const gone = () => family.every((pid) => birthOf(pid) === undefined);
    await until(gone, { what: `the end of ${name}`, withinMs: 10_000 });
  }

  /**
   * What a broker had acknowledged and not yet written to its disk when its machine lost power: the newest records of every
   * partition of these topics that has more than those. To be called while Kafka is away. @returns partitions that lost some
   */
  loseTails(topics: readonly string[]): number {
    const data = path.join(this.directory, 'kafka/data');
    const isOf = (name: string): boolean => topics.includes(name.replace(/-\d+$/, ''));
    const partitions = readdirSync(data).filter((name) => isOf(name));
    const logs = partitions.flatMap((partition) =>
      readdirSync(path.join(data, partition))
        .filter((file) => file.endsWith('.log'))
        .map((file) => path.join(data, partition, file)),
    );
    const cut = logs.flatMap((log) => (lastBatchIn(readFileSync(log)) > 0 ? [log] : []));
    for (const log of cut) truncateSync(log, lastBatchIn(readFileSync(log)) + HALF_A_HEADER);
    return cut.length;
  }

  /** Ends every app with kill -9, and waits until the supervisor has started each again. */
  async killApps(): Promise<void> {
    const former = new Map(APP_NAMES.map((app) => [app, this.stack.pidOf(app)]));
    for (const app of APP_NAMES) this.stack.kill(app, 'SIGKILL');
    const isNew = (app: AppName): boolean => ![undefined, former.get(app)].includes(this.stack.pidOf(app));
    await until(() => APP_NAMES.every(isNew), { what: 'new processes', withinMs: 10_000 });
  }

  /** What an app's present process has said in warning, or worse, since the last kill. */
  complaintsOf(app: AppName): string[] {
    const lines = this.stack
      .logOf(app)
      .slice(this.marks.get(app) ?? 0)
      .split('\n');
    return lines.flatMap((line) => {
      const {
        level = 0,
        pid,
        msg = '',
      } = line.startsWith('{') ? (JSON.parse(line) as { level?: number; pid?: number; msg?: string }) : {};
      return level >= 40 && pid === this.stack.pidOf(app) ? [msg] : [];
    });
  }

  async stop(): Promise<void> {
    await this.stack.stop();
    await Promise.all([...this.running.values()].map((server) => server.stop()));
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A batch in a log: its first offset in eight bytes, the length of the rest in four. */
const BEFORE_LENGTH = 8;
const HALF_A_HEADER = 30;

/** Where the last batch of a Kafka log begins. */
function lastBatchIn(log: Buffer): number {
  let last = 0;
  for (
    let at = 0;
    at + BEFORE_LENGTH + 4 <= log.length;
    at += BEFORE_LENGTH + 4 + log.readInt32BE(at + BEFORE_LENGTH)
  ) {
    last = at;
  }
  return last;
}

/** PostgreSQL's own processes end with their parent, each when it notices. */
function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean).map(Number);
}
