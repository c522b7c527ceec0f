import { Bytes, caseErrorsOf, EXAMPLES, NoBody, problemOf, problemsOf, type Route, ROUTES } from '@dispute/contracts';
import { REFUSALS, type RefusalCode } from '@dispute/kernel';
import type { Json } from './json-schema.ts';

/** Answers of an operation: the good ones with their headers, the refusals by status. */
export function responsesOf(route: Route, path: string): Json {
  const good = Object.entries(route.responses).map(([status, schema]) => [
    status,
    answer(route, Number(status), { schema, headers: headersOf(route, path) }),
  ]);
  return { ...Object.fromEntries(good), ...refusalsOf(route) } as Json;
}

function answer(route: Route, status: number, { schema, headers }: { schema: object; headers: Json }): Json {
  return {
    description: DESCRIPTIONS[status] ?? 'Done.',
    ...(status >= 300 || Object.keys(headers).length === 0 ? {} : { headers }),
    ...(schema === NoBody ? {} : { content: contentOf(route, schema) }),
  };
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Taken; the effect follows.',
  204: 'Done; there is nothing to say.',
  503: 'Not ready.',
};

function contentOf(route: Route, schema: object): Json {
  if (schema === Bytes) return Object.fromEntries((route.produces ?? []).map((type) => [type, {}]));
  const name = String((schema as { $id?: string }).$id);
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` }, example: EXAMPLES[name] } };
}

function takesReasonCode(route: Route): boolean {
  const body: { readonly properties?: Json } = route.body ?? {};
  return body.properties?.['reason_code'] !== undefined;
}

function headersOf(route: Route, path: string): Json {
  const header = (description: string): Json => ({ description, schema: { type: 'string' } });
  const headers: readonly (readonly [string, boolean, string])[] = [
    ['ETag', route.etag === true, 'Stream version of the dispute.'],
    ['Consistency-Token', route.method !== 'GET', 'Send it with a list to see this write there.'],
    ['Consistency', route.readModel === true, '`stale` where the read model had not seen the write in time.'],
    ['Location', route.id === 'createCase', 'Path of the case.'],
    ['Deprecation', path.startsWith('/v2/') && takesReasonCode(route), 'The reason code is deprecated (RFC 9745).'],
  ];
  return Object.fromEntries(headers.filter(([, sent]) => sent).map(([name, , words]) => [name, header(words)]));
}

function refusalsOf(route: Route): Json {
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of problemsOf(route)) {
    const status = statusOf(route, code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries([...byStatus].map(([status, codes]) => [String(status), refusal(route, codes)]));
}

const statusOf = (route: Route, code: RefusalCode): number =>
  route.errorForm === 'cases' ? caseErrorsOf({ code, detail: '' }).status : REFUSALS[code].status;

function refusal(route: Route, codes: readonly RefusalCode[]): Json {
  const cases = route.errorForm === 'cases';
  const schema = { $ref: `#/components/schemas/${cases ? 'CaseErrors' : 'Problem'}` };
  const prefix = cases ? 'case_' : '';
  const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${prefix}${code}` }]));
  return {
    description: codes.map((code) => `${REFUSALS[code].title} (\`${code}\`).`).join(' '),
    content: { [cases ? 'application/json' : 'application/problem+json']: { schema, examples } },
  };
}

/** An example of each refusal, in both forms that are used. */
export function problemExamples(): Json {
  const routes = Object.values<Route>(ROUTES);
  const examples = routes.flatMap((route) =>
    problemsOf(route).map((code) => {
      const rejection = { code, detail: `${REFUSALS[code].title}.` };
      return route.errorForm === 'cases'
        ? [`case_${code}`, { value: caseErrorsOf(rejection).body }]
        : [code, { value: problemOf(rejection) }];
    }),
  );
  return Object.fromEntries(examples) as Json;
}
