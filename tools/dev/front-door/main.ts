import path from 'node:path';
import { APPS, ROOT, type AppName } from '../workspace.ts';
import { openFrontDoor } from './front-door.ts';

/** The front door as a process of its own (docker compose): PORT, HOST, and where each app is (INTAKE_URL, …). */
const { PORT = '8080', HOST = '127.0.0.1' } = process.env;

function addressOf(app: AppName): { host: string; port: number } {
  const { urlVariable, port } = APPS[app];
  const { hostname, port: given } = new URL(process.env[urlVariable] ?? `http://127.0.0.1:${port}`);
  return { host: hostname, port: Number(given || 80) };
}

const documents = path.join(ROOT, 'docs/generated');
const door = await openFrontDoor({ host: HOST, port: Number(PORT), documents, addressOf });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void door.close());
