import { Agent, request, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AppName } from '../workspace.ts';
import { appAway, sendProblem, tooSlow } from './problem.ts';

/** Longer than anything an app does within one request. */
const ANSWER_WITHIN_MS = 120_000;
const LARGE_BYTES = 256 * 1024;
const REFUSED_WITHIN_MS = 100;
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'upgrade', 'expect']);

const connections = new Agent({ keepAlive: true, maxFreeSockets: 64 });

export interface Destination {
  readonly app: AppName;
  readonly host: string;
  readonly port: number;
}

/** Streams a request to an app and its answer back; headers (traceparent and host too) travel as they are. */
export function forward(incoming: IncomingMessage, outgoing: ServerResponse, to: Destination): void {
  const { method, url } = incoming;
  const headers = endToEnd(incoming.rawHeaders);
  const onward = request({ host: to.host, port: to.port, method, path: url, headers, agent: connections });
  onward.setTimeout(ANSWER_WITHIN_MS, () => onward.destroy(new Error('too slow')));
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
    answer.pipe(outgoing);
    // An answer cut short must not look complete.
    answer.on('error', () => outgoing.destroy());
    answer.on('aborted', () => outgoing.destroy());
    answer.on('end', () => drain(incoming, onward));
  });
  onward.on('error', (fault) => refuse(incoming, outgoing, to, fault));
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) onward.destroy();
  });
  sendBody(incoming, onward);
}

/**
 * An app refuses a body that is too large by its headers alone, and closes; writing on would meet a closed connection
 * and lose the refusal. So a large body waits a moment for it.
 */
function sendBody(incoming: IncomingMessage, onward: ClientRequest): void {
  if (!isLarge(incoming)) return void incoming.pipe(onward);
  onward.flushHeaders();
  const patience = setTimeout(() => incoming.pipe(onward), REFUSED_WITHIN_MS);
  onward.once('response', () => clearTimeout(patience)).once('close', () => clearTimeout(patience));
}

function isLarge({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > LARGE_BYTES;
}

/** An app that answers early (413) leaves the rest of the upload to us: read it, so that the client sees the answer. */
function drain(incoming: IncomingMessage, onward: ClientRequest): void {
  if (incoming.complete) return;
  incoming.unpipe(onward);
  incoming.resume();
  onward.destroy();
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, to: Destination, fault: Error): void {
  incoming.unpipe();
  incoming.resume();
  if (outgoing.headersSent || outgoing.destroyed) return;
  void sendProblem(incoming, outgoing, fault.message === 'too slow' ? tooSlow(to.app) : appAway(to.app));
}

/** Raw header pairs without those that concern one connection only. */
function endToEnd(raw: readonly string[]): string[] {
  return raw.filter((_, index) => !HOP_BY_HOP.has((raw[index - (index % 2)] ?? '').toLowerCase()));
}
