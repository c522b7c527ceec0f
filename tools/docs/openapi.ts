import {
  Bytes,
  CaseErrors,
  EXAMPLES,
  NoBody,
  pathsOf,
  Problem,
  type Route,
  ROUTE_GROUPS,
  ROUTES,
  WebhookDelivery,
} from '@dispute/contracts';
import { components, type Json } from './json-schema.ts';
import { parametersOf } from './openapi-parameters.ts';
import { problemExamples, responsesOf } from './openapi-responses.ts';

const reference = (name: string): string => `#/components/schemas/${name}`;

/** Bodies of every operation by name; `Bytes` and `NoBody` are no schemas to a reader. */
function bodies(): Record<string, object> {
  const used = Object.values<Route>(ROUTES).flatMap((route) => [route.body, ...Object.values(route.responses)]);
  const named = [...used, Problem, CaseErrors, WebhookDelivery].flatMap((schema) =>
    schema === undefined || schema === Bytes || schema === NoBody ? [] : [[nameOf(schema), schema] as const],
  );
  return Object.fromEntries(named);
}

/** OpenAPI 3.1 of the whole front door. */
export function openApi(version: string): Json {
  const operations = Object.entries(ROUTE_GROUPS).flatMap(([tag, routes]) =>
    Object.values<Route>(routes).flatMap((route) => pathsOf(route).map((path) => ({ tag, route, path }))),
  );
  const paths: Record<string, Record<string, Json>> = {};
  for (const { tag, route, path } of operations) {
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route, path, tag);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dispute platform',
      version,
      summary: 'Card disputes for issuers and fintechs, event-sourced.',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:8080', description: 'The front door of `npm start`.' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks: { dispute: webhook() },
    components: {
      schemas: components(bodies(), reference),
      examples: problemExamples(),
      securitySchemes: SECURITY,
    },
  };
}

const DESCRIPTION = [
  'Amounts are integers in the currency’s minor unit. Times are RFC 3339 in UTC, on the tenant’s clock.',
  'A refusal is `application/problem+json`; `code` is stable, `errors` name what is wrong with the input and how to mend it.',
  'Fields marked `x-personal` hold personal data; in fields marked `x-free-text` card numbers are refused.',
].join('\n\n');

const TAGS: Readonly<Record<keyof typeof ROUTE_GROUPS, string>> = {
  Transactions: 'The feed of card transactions that disputes are about.',
  Disputes: 'Open a dispute, act on it, close it, and read what happened.',
  Documents: 'Evidence, byte for byte.',
  Cases: 'The same disputes in the words of Mastercard Processing.',
  'Test clock': 'Sandbox tenants set the time.',
  Webhooks: 'Endpoints, their secret, and what was sent to them.',
  Operations: 'Read models and levers for operators.',
  Sandbox: 'Play the acquirer, the network and bad weather.',
  Health: 'For machines that watch.',
};

const SECURITY = {
  tenant: { type: 'http', scheme: 'bearer', description: 'A tenant’s API key.' },
  ops: { type: 'http', scheme: 'bearer', description: 'The operators’ token.' },
};

function operationOf(route: Route, path: string, tag: string): Json {
  const version = path.startsWith('/v2/') ? 'V2' : '';
  const parameters = parametersOf(route);
  const body = bodyOf(route);
  return {
    operationId: `${route.id}${version}`,
    tags: [tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: route.auth === 'none' ? [] : [{ [route.auth]: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: responsesOf(route, path),
    'x-app': route.app,
    'x-source': route.source,
  };
}

function bodyOf(route: Route): Json | undefined {
  if (route.multipart) return { required: true, content: { 'multipart/form-data': { schema: FILE } } };
  if (!route.body) return undefined;
  return { required: true, content: { 'application/json': jsonOf(route.body) } };
}

const FILE = {
  type: 'object',
  required: ['file'],
  properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
};

const nameOf = (schema: object): string => String((schema as { $id?: string }).$id);

/** A named schema with its example. */
function jsonOf(schema: object): Json {
  const name = nameOf(schema);
  return { schema: { $ref: reference(name) }, example: EXAMPLES[name] };
}

function webhook(): Json {
  const operation = {
    operationId: 'receiveWebhook',
    tags: ['Webhooks'],
    summary: 'What an endpoint gets',
    description:
      'Once per commit that changed a dispute, in order per dispute; signed by `webhook-id`, `webhook-timestamp` and `webhook-signature` (Standard Webhooks), or by `Synctera-Signature` and `Request-Timestamp`.',
    security: [],
    requestBody: { required: true, content: { 'application/json': jsonOf(WebhookDelivery) } },
    responses: { '2XX': { description: 'Taken. Anything else, or no answer, is tried again.' } },
  };
  return { post: operation };
}
