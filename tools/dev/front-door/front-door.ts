import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { routeOf } from '../routes.ts';
import type { AppName } from '../workspace.ts';
import { forward } from './forward.ts';
import { notFound, pathOf, sendProblem } from './problem.ts';
import { appsNotReady } from './readiness.ts';

export interface FrontDoorOptions {
  readonly host: string;
  readonly port: number;
  /** Where the generated OpenAPI and AsyncAPI documents are. */
  readonly documents: string;
  readonly addressOf: (app: AppName) => { host: string; port: number };
}

export interface FrontDoor {
  close(): Promise<void>;
}

/** The one base URL: routes by the table in routes.ts, serves the API documents and the health of the whole. */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  // Uploads may take long, an idle connection must outlive the client's pause between two requests.
  const settings = { requestTimeout: 300_000, keepAliveTimeout: 75_000 };
  const server = createServer(settings, (incoming, outgoing) => answer(incoming, outgoing, options));
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(options.port, options.host, listening);
  });
  return { close: () => closeServer(server) };
}

function answer(incoming: IncomingMessage, outgoing: ServerResponse, options: FrontDoorOptions): void {
  const asked = pathOf(incoming);
  const own = OWN_ANSWERS[asked];
  if (own) return own(incoming, outgoing, options);
  const app = routeOf(incoming.method ?? 'GET', asked);
  if (app === undefined) return void sendProblem(incoming, outgoing, notFound(asked));
  forward(incoming, outgoing, { app, ...options.addressOf(app) });
}

type OwnAnswer = (incoming: IncomingMessage, outgoing: ServerResponse, options: FrontDoorOptions) => void;

const OWN_ANSWERS: Readonly<Record<string, OwnAnswer>> = {
  '/health/live': (_, outgoing) => sendJson(outgoing, 200, { status: 'live' }),
  '/health/ready': (_, outgoing, { addressOf }) => {
    void appsNotReady(addressOf).then((waiting) =>
      waiting.length === 0
        ? sendJson(outgoing, 200, { status: 'ready' })
        : sendJson(outgoing, 503, { waiting_for: waiting }),
    );
  },
  '/openapi.json': (incoming, outgoing, { documents }) => sendDocument(incoming, outgoing, documents),
  '/asyncapi.json': (incoming, outgoing, { documents }) => sendDocument(incoming, outgoing, documents),
};

function sendJson(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendDocument(incoming: IncomingMessage, outgoing: ServerResponse, documents: string): void {
  const file = createReadStream(path.join(documents, pathOf(incoming)));
  file.once('open', () => {
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    file.pipe(outgoing);
  });
  file.once('error', () => void sendProblem(incoming, outgoing, notFound(pathOf(incoming))));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
}
