import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import OAuth from 'mastercard-oauth1-signer';
import type { Instant } from '@dispute/kernel';
import {
  type AnswerClass,
  type NetworkFault,
  type WireRequest,
  classOfAnswer,
  readFaults,
  wordsOf,
} from '@dispute/networks';
import { GatewayConfig } from '../config.js';
import { Pace } from './pace.js';
import { Way } from './way.js';

/** What came back, or did not. Only `done` has a body worth reading. */
export interface NetworkAnswer {
  readonly outcome: AnswerClass;
  readonly status: number | undefined;
  readonly body: unknown;
  readonly faults: readonly NetworkFault[];
  /** One sentence for people. */
  readonly words: string;
}

/** Sends one request, signed by OAuth 1.0a with the network's own package, and waits no longer than it may. */
@Injectable()
export class MastercomClient {
  /** Whether connections come about. */
  readonly way = new Way();
  private readonly pace: Pace;
  private readonly signingKey: string;
  private readonly baseUrl: string;

  constructor(private readonly config: GatewayConfig) {
    this.pace = new Pace(config.NETWORK_REQUESTS_PER_SECOND);
    this.signingKey = readFileSync(config.NETWORK_SIGNING_KEY_FILE, 'utf8');
    this.baseUrl = config.NETWORK_BASE_URL.replace(/\/+$/, '');
  }

  /** Never throws: no answer is an answer whose outcome is unknown. @param at the tenant's clock */
  async send(request: WireRequest, at?: Instant): Promise<NetworkAnswer> {
    const payload = request.body === undefined ? undefined : JSON.stringify(request.body);
    await this.pace.turn();
    try {
      const response = await fetch(this.baseUrl + request.path, {
        method: request.method,
        headers: this.headersOf(request, payload, at),
        ...(payload === undefined ? {} : { body: payload }),
        signal: AbortSignal.timeout(this.config.NETWORK_TIMEOUT_MS),
        redirect: 'error',
      });
      this.way.succeeded();
      return answerOf(response.status, await response.text());
    } catch (error) {
      const outcome = isNeverSent(error) ? 'not-done' : 'unknown';
      if (outcome === 'not-done') this.way.failed();
      return { outcome, status: undefined, body: undefined, faults: [], words: reasonOf(error) };
    }
  }

  private headersOf(
    request: WireRequest,
    payload: string | undefined,
    at: Instant | undefined,
  ): Record<string, string> {
    const url = this.baseUrl + request.path;
    const key = this.config.NETWORK_CONSUMER_KEY;
    return {
      accept: 'application/json',
      authorization: OAuth.getAuthorizationHeader(url, request.method, payload ?? null, key, this.signingKey),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.config.NETWORK_SANDBOX_DATES && at !== undefined ? { 'x-sandbox-date': at } : {}),
    };
  }
}

function answerOf(status: number, text: string): NetworkAnswer {
  const body = parsed(text);
  const faults = readFaults(body);
  const outcome = classOfAnswer(status, faults);
  if (outcome !== 'done') return { outcome, status, body, faults, words: wordsOf(status, faults) };
  // A success that cannot be read leaves us without the item's id: we have to ask.
  const isReadable = body !== undefined;
  return {
    outcome: isReadable ? 'done' : 'unknown',
    status,
    body,
    faults,
    words: isReadable ? 'done' : 'the answer is not JSON',
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** Without a connection nothing has left this machine. */
const isNeverSent = (error: unknown): boolean =>
  NO_CONNECTION.has((causeOf(error) as { code?: string } | undefined)?.code ?? '');

const causeOf = (error: unknown): unknown => (error instanceof Error && error.cause ? error.cause : error);

function reasonOf(error: unknown): string {
  const cause = causeOf(error);
  return `no answer: ${cause instanceof Error ? cause.message || cause.name : String(cause)}`;
}
