import { expect } from '@jest/globals';
import type { Problem } from '@dispute/contracts';
import { credentials } from '../setup/platform-under-test.ts';

/** A request in any shape, right or wrong. */
export interface Asked {
  readonly method?: string;
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Uint8Array<ArrayBuffer> | FormData;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  /** JSON pointers of everything that is wrong with the input. */
  readonly at: readonly string[];
}

export interface Refused {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export const refusal = (status: number, code: string, ...at: string[]): Refusal => ({ status, code, at });
/** 400 with the places that are wrong. */
export const wrong = (...at: string[]): Refusal => refusal(400, 'BAD_REQUEST_BODY', ...at);
export const cardNumber = (at: string): Refusal => refusal(400, 'CARD_NUMBER_REFUSED', at);

/** A number that passes Luhn's check; no answer may repeat it. */
export const CARD_NUMBER = '4111111111111111';

export async function send(token: string, asked: Asked): Promise<Refused> {
  const body = bodyOf(asked);
  const response = await fetch(`${credentials().base_url}${asked.path}`, {
    method: asked.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: headersOf(token, asked),
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const bodyOf = ({ raw, body }: Asked) => raw ?? (body === undefined ? undefined : JSON.stringify(body));

/** A form's own header names its boundary; undefined leaves a header out. */
function headersOf(token: string, asked: Asked): [string, string][] {
  const body = bodyOf(asked);
  const isJson = body !== undefined && !(body instanceof FormData);
  const given = {
    authorization: `Bearer ${token}`,
    'content-type': isJson ? 'application/json' : undefined,
    ...asked.headers,
  };
  return Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** A problem says what, where and how to mend it, in the platform's one form. @returns it */
export function expectRefused({ status, headers, text }: Refused, expected: Refusal): Problem {
  const problem = readProblem(text);
  expect({ status, code: problem.code, at: pointersOf(problem) }).toEqual({
    ...expected,
    at: [...expected.at].sort(),
  });
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expectComplete(problem, status);
  expect(problem.request_id).toBe(headers.get('x-request-id'));
  expect(text).not.toContain(CARD_NUMBER);
  return problem;
}

export function expectComplete(problem: Problem, status: number): void {
  const type = `urn:dispute:problem:${problem.code.toLowerCase().replaceAll('_', '-')}`;
  expect(problem).toMatchObject({ status, type, title: expect.stringMatching(/\w{3}/) });
  expect(problem.detail).toMatch(SENTENCE);
  for (const { code, message } of problem.errors ?? []) {
    expect(code).toMatch(/^[a-z_]+$/);
    expect(message).toMatch(SENTENCE);
  }
}

const SENTENCE = /^.{15,}[.)]$/s;

export const pointersOf = ({ errors = [] }: Problem): string[] => errors.map(({ pointer }) => pointer).sort();

function readProblem(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    throw new Error(`this is no problem: ${text.slice(0, 500)}`);
  }
}
