import { randomUUID } from 'node:crypto';
import { type Answer, Platform, until } from '../../tools/demo/platform.ts';
import type { Acknowledged } from '../history/commands-once.ts';

const GIVES_UP_AFTER_MS = 45_000;
const COMMAND = /^\/v1\/disputes\b/;
/** An act at the sandbox has no key: after a lost answer this is how it says that it was done. */
const DONE_BEFORE = /presented again already/;

/** A caller that sends again what got no answer, or one that says "not now", under the same Idempotency-Key. */
export class PatientPlatform extends Platform {
  readonly acknowledged: Acknowledged[] = [];
  /** Answers and failures that made it send again, by what they were: "503", "fetch failed". */
  readonly repeats = new Map<string, number>();
  readonly #tenant: string;

  constructor(tenant: string, { baseUrl, token }: Platform) {
    super(baseUrl, token);
    this.#tenant = tenant;
  }

  override async ask<Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const key = headers['idempotency-key'] ?? randomUUID();
    const named = method === 'GET' ? headers : { ...headers, 'idempotency-key': key };
    const answer = await this.#untilAnswered(`${method} ${path}`, () => super.ask<Body>(method, path, body, named));
    if (method !== 'GET' && answer.status < 300 && COMMAND.test(path)) {
      this.acknowledged.push({ tenant: this.#tenant, commandId: key });
    }
    return answer;
  }

  override download(documentId: string): Promise<Buffer> {
    return this.#untilDone(`document ${documentId}`, () => super.download(documentId));
  }

  async #untilAnswered<Body>(what: string, ask: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
    let asked = 0;
    return this.#untilDone(what, async () => {
      asked += 1;
      const answer = await ask();
      if (answer.status >= 500) throw new Error(String(answer.status));
      const wasDone = asked > 1 && answer.status === 409 && DONE_BEFORE.test(JSON.stringify(answer.body));
      return wasDone ? { ...answer, status: 202 } : answer;
    });
  }

  async #untilDone<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const attempt = () => work().catch((fault: unknown) => this.#noted(fault as Error));
    const isDone = (result: Result | Error): boolean => !(result instanceof Error);
    return (await until(`an answer to ${what}`, attempt, isDone, GIVES_UP_AFTER_MS)) as Result;
  }

  #noted(fault: Error): Error {
    this.repeats.set(fault.message, (this.repeats.get(fault.message) ?? 0) + 1);
    return fault;
  }
}
