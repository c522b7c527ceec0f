import signer from 'mastercard-oauth1-signer';
import { CONSUMER_KEY, SIGNING_KEY } from './sandbox-under-test.js';

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of somebody else's API, read in specs only
  readonly body: any;
}

/** Calls the network as a client does: signed by the official package. */
export class SignedClient {
  constructor(
    private readonly baseUrl: string,
    private readonly networkDate?: string,
  ) {}

  /** The same client at another moment of the network's time. */
  at(networkDate: string): SignedClient {
    return new SignedClient(this.baseUrl, networkDate);
  }

  get = (path: string): Promise<Answer> => this.send('GET', path);
  post = (path: string, body?: object): Promise<Answer> => this.send('POST', path, body);
  put = (path: string, body?: object): Promise<Answer> => this.send('PUT', path, body);

  async send(method: string, path: string, body?: object, options: { signal?: AbortSignal } = {}): Promise<Answer> {
    const url = `${this.baseUrl}/mastercom/v6${path}`;
    const payload = body === undefined ? null : JSON.stringify(body);
    const authorization = signer.getAuthorizationHeader(url, method, payload, CONSUMER_KEY, SIGNING_KEY);
    return this.raw(method, url, { payload, authorization, ...options });
  }

  /** Sends exactly this, whatever its signature says. */
  async raw(
    method: string,
    url: string,
    sent: { payload: string | null; authorization?: string; signal?: AbortSignal },
  ): Promise<Answer> {
    const headers = {
      ...(sent.authorization === undefined ? {} : { authorization: sent.authorization }),
      ...(sent.payload === null ? {} : { 'content-type': 'application/json' }),
      ...(this.networkDate === undefined ? {} : { 'x-sandbox-date': this.networkDate }),
    };
    const response = await fetch(url, { method, headers, body: sent.payload, signal: sent.signal ?? null });
    return { status: response.status, body: await response.json() };
  }
}

/** Plays the other side. */
export class ControlClient {
  constructor(private readonly baseUrl: string) {}

  act = (claimId: string, body: object, key?: string): Promise<Answer> =>
    this.post(`/sandbox/claims/${claimId}/actions`, body, key);
  plant = (operation: string, fault: string, times = 1): Promise<Answer> =>
    this.post('/sandbox/faults', { operation, fault, times });

  async post(path: string, body: object, key?: string): Promise<Answer> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }
}

export const detailsOf = (answer: Answer): Record<string, string> =>
  Object.fromEntries(
    (answer.body.Errors[0].Details as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value]),
  );
