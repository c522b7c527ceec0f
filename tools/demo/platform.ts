import type {
  ActOnDispute,
  CardTransaction,
  Dispute,
  DisputeAction,
  DisputeDocument,
  OpenDispute,
} from '@dispute/contracts';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** An answer that was not expected, with all that the caller needs to understand it. */
export class UnexpectedAnswer extends Error {
  readonly answer: Answer<unknown>;

  constructor(asked: string, answer: Answer<unknown>) {
    super(`${asked} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    this.answer = answer;
  }
}

const PATIENCE_MS = 60_000;

/** The platform as a caller with one credential sees it. */
export class Platform {
  readonly baseUrl: string;
  readonly token: string;

  constructor(baseUrl: string, token: string) {
    this.baseUrl = baseUrl;
    this.token = token;
  }

  async ask<Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      ...contentOf(body, { authorization: `Bearer ${this.token}`, ...headers }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: response.status, headers: response.headers, body: (await bodyOf(response)) as Body };
  }

  /** @throws UnexpectedAnswer for any status but 2xx */
  async expect<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Body> {
    const answer = await this.ask<Body>(method, path, body, headers);
    if (answer.status >= 300) throw new UnexpectedAnswer(`${method} ${path}`, answer);
    return answer.body;
  }

  putTransaction({ transaction_id, ...transaction }: CardTransaction): Promise<CardTransaction> {
    return this.expect('PUT', `/v1/transactions/${encodeURIComponent(transaction_id)}`, transaction);
  }

  open(body: OpenDispute): Promise<Dispute> {
    return this.expect('POST', '/v1/disputes', body);
  }

  act(disputeId: string, body: ActOnDispute): Promise<DisputeAction> {
    return this.expect('POST', `/v1/disputes/${disputeId}/actions`, body);
  }

  close(disputeId: string): Promise<Dispute> {
    return this.expect('PATCH', `/v1/disputes/${disputeId}`, { status: 'CLOSED' });
  }

  dispute(disputeId: string): Promise<Dispute> {
    return this.expect('GET', `/v1/disputes/${disputeId}`);
  }

  upload(disputeId: string, fileName: string, bytes: Uint8Array<ArrayBuffer>): Promise<DisputeDocument> {
    const form = new FormData();
    form.set('file', new Blob([bytes]), fileName);
    return this.expect('POST', `/v1/disputes/${disputeId}/documents`, form);
  }

  async download(documentId: string): Promise<Buffer> {
    const path = `/v1/disputes/documents/${documentId}/contents`;
    const response = await fetch(`${this.baseUrl}${path}`, { headers: { authorization: `Bearer ${this.token}` } });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status === 200) return bytes;
    throw new UnexpectedAnswer(`GET ${path}`, {
      status: response.status,
      headers: response.headers,
      body: bytes.toString(),
    });
  }

  /** Reads the dispute until it is as wanted. @throws Error that shows the dispute as it was last seen */
  async untilDispute(disputeId: string, what: string, isSo: (dispute: Dispute) => boolean): Promise<Dispute> {
    return until(what, () => this.dispute(disputeId), isSo);
  }
}

function contentOf(body: unknown, headers: Record<string, string>): Pick<RequestInit, 'headers' | 'body'> {
  if (body === undefined) return { headers };
  if (body instanceof FormData) return { headers, body };
  return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return isJson && text ? JSON.parse(text) : text;
}

/** Looks again and again until what is seen is as wanted; bounded. @throws Error that shows what was seen last */
export async function until<T>(
  what: string,
  look: () => Promise<T> | T,
  isSo: (seen: T) => boolean,
  withinMs = PATIENCE_MS,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (performance.now() > deadline)
      throw new Error(`waited ${withinMs} ms for ${what}; last seen: ${JSON.stringify(seen).slice(0, 3000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
