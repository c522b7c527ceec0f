import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { addressIn, appEnvironment } from './app-environment.ts';
import { readCredentials, writeCredentials, type Credentials } from './credentials.ts';
import { openFrontDoor } from './front-door/front-door.ts';
import { appsNotReady } from './front-door/readiness.ts';
import { assertPortsFree, freePorts, portsFromEnvironment, type PortName, type Ports } from './ports.ts';
import { Ledger } from './processes/ledger.ts';
import { lastComplaint, logTail } from './processes/log-tail.ts';
import { SupervisedApp } from './processes/supervised-app.ts';
import { until } from './processes/until.ts';
import { secretsOf, type Secrets } from './secrets.ts';
import { startBacking, type Backing } from './servers/backing.ts';
import { assertKafkaPrerequisites } from './servers/prerequisites.ts';
import type { RunningServer } from './servers/running-server.ts';
import type { Stack, StackOptions } from './stack.ts';
import { ensureTenants } from './tenants.ts';
import { APP_NAMES, ROOT, type AppName } from './workspace.ts';

const HOST = '127.0.0.1';
/** An app that ended this often before it was ready once will not make it. */
const HOPELESS_AFTER = 5;

/** The steps from nothing to a ready stack, and the way back from wherever they have come to. */
export class Launch {
  readonly #options: StackOptions;
  readonly #directory: string;
  readonly #logs: string;
  readonly #report: (line: string) => void;
  readonly #apps = new Map<AppName, SupervisedApp>();
  readonly #servers: RunningServer[] = [];
  #closeDoor: () => Promise<void> = () => Promise.resolve();
  #ledger: Ledger | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: StackOptions) {
    this.#options = options;
    this.#directory = path.resolve(options.directory ?? path.join(ROOT, '.dev'));
    this.#logs = path.join(this.#directory, 'logs');
    this.#report = options.report ?? (() => undefined);
  }

  async run(): Promise<Stack> {
    const { brokers, docker, ports: wanted } = this.#options;
    if (brokers === undefined && !docker) assertKafkaPrerequisites();
    const ledger = await Ledger.open(this.#directory);
    this.#ledger = ledger;
    const ports = wanted === 'free' ? await freePorts() : (wanted ?? portsFromEnvironment(process.env));
    await assertPortsFree(ports, this.#portsToOpen());
    this.#prepareDirectory();
    const secrets = secretsOf(this.#directory);
    const backing = await this.#startBacking(ports, ledger);
    await this.#timed('apps', () => this.#startApps(ports, backing, secrets, ledger));
    const credentials = await this.#timed('tenants', () => this.#shareCredentials(ports, backing, secrets));
    return this.#stack(ports, credentials);
  }

  /** Apps first, so that they finish what they do while their servers still answer. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  async #stopAll(): Promise<void> {
    this.#ledger?.markStopping();
    await Promise.all([...this.#apps.values()].map((app) => app.stop()));
    await this.#closeDoor();
    await Promise.all(this.#servers.map((server) => server.stop()));
    this.#ledger?.signOut();
  }

  #portsToOpen(): PortName[] {
    const { brokers, databaseUrl, docker } = this.#options;
    const postgres: PortName[] = databaseUrl === undefined && !docker ? ['postgres'] : [];
    const kafka: PortName[] = brokers === undefined && !docker ? ['kafka', 'kafka-controller'] : [];
    return ['front-door', ...postgres, ...kafka, ...APP_NAMES];
  }

  #prepareDirectory(): void {
    rmSync(this.#logs, { recursive: true, force: true });
    if (this.#options.fresh) {
      for (const name of ['credentials.json', 'documents', 'audit']) {
        rmSync(path.join(this.#directory, name), { recursive: true, force: true });
      }
    }
    for (const name of ['logs', 'documents']) mkdirSync(path.join(this.#directory, name), { recursive: true });
  }

  #startBacking(ports: Ports, ledger: Ledger): Promise<Backing> {
    const { databaseUrl, brokers, docker = false, fresh = false, disposable = false, signal } = this.#options;
    const given = { databaseUrl, brokers, docker, fresh, disposable, signal };
    const options = {
      ...given,
      directory: this.#directory,
      logs: this.#logs,
      ports,
      report: this.#report,
      onStarted: (server: RunningServer) => void this.#servers.push(server),
      onPhase: (name: string, ms: number) => this.#options.onPhase?.(name, ms),
    };
    return startBacking(options, ledger);
  }

  async #startApps(ports: Ports, backing: Backing, secrets: Secrets, ledger: Ledger): Promise<void> {
    const { environment: extra = {}, mainOf = builtMain, readyWithinMs = 120_000 } = this.#options;
    const addressOf = addressIn(ports);
    const documents = path.join(ROOT, 'docs/generated');
    const door = await openFrontDoor({ host: HOST, port: ports['front-door'], documents, addressOf });
    this.#closeDoor = () => door.close();
    for (const name of APP_NAMES) {
      const shortSessions = this.#options.brokers === undefined;
      const around = { directory: this.#directory, ports, ...backing, shortSessions, secrets, extra };
      const environment = appEnvironment(name, around);
      const plan = { name, main: mainOf(name), cwd: ROOT, environment, logFile: this.#logFile(name) };
      const app = new SupervisedApp({ ...plan, report: this.#report }, ledger);
      this.#apps.set(name, app);
      app.start();
    }
    await this.#untilReady(ports, readyWithinMs);
  }

  async #untilReady(ports: Ports, withinMs: number): Promise<void> {
    const addressOf = addressIn(ports);
    let waiting: readonly AppName[] = APP_NAMES;
    const allReady = async () => {
      waiting = await appsNotReady(addressOf);
      for (const name of waiting) this.#assertHopeful(name);
      return waiting.length === 0;
    };
    const patience = { what: 'the apps', withinMs, everyMs: 150, signal: this.#options.signal };
    await until(allReady, patience).catch((fault: unknown) => {
      const complaints = waiting.map((name) => `  ${name}: ${lastComplaint(this.#logFile(name))}`);
      throw new Error(`${(fault as Error).message} Not ready:\n${complaints.join('\n')}`);
    });
  }

  #assertHopeful(name: AppName): void {
    const app = this.#apps.get(name);
    if (!app || app.restarts < HOPELESS_AFTER) return;
    throw new Error(`${name} ended ${HOPELESS_AFTER} times (see ${this.#logFile(name)}).`);
  }

  async #shareCredentials(ports: Ports, backing: Backing, secrets: Secrets): Promise<Credentials> {
    const earlier = readCredentials(this.#directory)?.tenants ?? [];
    const tenants = await ensureTenants(`http://${HOST}:${ports.ops}`, secrets.opsToken, earlier);
    const credentials = {
      base_url: `http://${HOST}:${ports['front-door']}`,
      kafka_brokers: backing.brokers,
      database_url: backing.databaseUrl,
      tenants,
      ops_token: secrets.opsToken,
    };
    writeCredentials(this.#directory, credentials);
    return credentials;
  }

  #stack(ports: Ports, credentials: Credentials): Stack {
    const app = (name: AppName): SupervisedApp => {
      const found = this.#apps.get(name);
      if (!found) throw new Error(`There is no app "${name}".`);
      return found;
    };
    return {
      baseUrl: credentials.base_url,
      credentials,
      ports,
      directory: this.#directory,
      pidOf: (name) => app(name).pid,
      pids: () => this.#pids(),
      kill: (name, signal) => app(name).kill(signal),
      restartCountOf: (name) => app(name).restarts,
      logOf: (name) => logTail(this.#logFile(name)),
      untilReady: (withinMs = 60_000) => this.#untilReady(ports, withinMs),
      stop: () => this.stop(),
    };
  }

  #pids(): ReadonlyMap<string, number> {
    const apps = [...this.#apps].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid] as const]));
    const servers = this.#servers.filter(({ pid }) => pid > 0).map(({ name, pid }) => [name, pid] as const);
    return new Map([...servers, ...apps, ['runner', process.pid] as const]);
  }

  #logFile(name: AppName): string {
    return path.join(this.#logs, `${name}.log`);
  }

  async #timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await work();
    this.#options.onPhase?.(name, performance.now() - startedAt);
    return result;
  }
}

const builtMain = (app: AppName): string => path.join(ROOT, 'apps', app, 'dist/main.js');
