import net from 'node:net';
import { APP_NAMES, APPS, type AppName } from './workspace.ts';

export type PortName = AppName | 'front-door' | 'postgres' | 'kafka' | 'kafka-controller';
export type Ports = Readonly<Record<PortName, number>>;

const SERVERS = {
  'front-door': { port: 8080, portVariables: ['FRONT_DOOR_PORT'] },
  postgres: { port: 54329, portVariables: ['POSTGRES_PORT'] },
  kafka: { port: 19092, portVariables: ['KAFKA_PORT'] },
  'kafka-controller': { port: 19093, portVariables: ['KAFKA_CONTROLLER_PORT'] },
} as const;
const PLACES = { ...APPS, ...SERVERS };

/** What to set when a port is taken. */
export const portVariable = (name: PortName): string => PLACES[name].portVariables[0] ?? '';

/** Development defaults, each overridden by its variable. Throws a sentence for a value that is no port. */
export function portsFromEnvironment(environment: NodeJS.ProcessEnv): Ports {
  const entries = Object.entries(PLACES).map(([name, { port, portVariables }]) => {
    const variable = portVariables.find((candidate) => environment[candidate]);
    return [name, variable === undefined ? port : readPort(variable, environment[variable])];
  });
  return Object.fromEntries(entries) as Ports;
}

function readPort(variable: string, text: string | undefined): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${variable} must be a port between 1 and 65535, not "${text}".`);
}

/** Ports that nobody listens on right now: held together while they are drawn, so that no two are equal. */
export async function freePorts(): Promise<Ports> {
  const names = [...APP_NAMES, ...(Object.keys(SERVERS) as (keyof typeof SERVERS)[])];
  const servers = await Promise.all(names.map(() => listenOn(0)));
  const ports = names.map((name, index) => [name, (servers[index]?.address() as net.AddressInfo).port]);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return Object.fromEntries(ports) as Ports;
}

/** Throws one sentence when another program listens on a port that we are about to use. */
export async function assertPortsFree(ports: Ports, names: readonly PortName[]): Promise<void> {
  for (const name of names) {
    const server = await listenOn(ports[name]).catch(() => undefined);
    if (!server) {
      throw new Error(
        `Port ${ports[name]} (${name}) is in use by another program: stop it or set ${portVariable(name)}.`,
      );
    }
    await new Promise((closed) => server.close(closed));
  }
}

function listenOn(port: number): Promise<net.Server> {
  return new Promise((listening, failed) => {
    const server = net.createServer();
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => listening(server));
  });
}
