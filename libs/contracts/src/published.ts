import type { TSchema } from 'typebox';
import { CHANNELS } from './channels.js';
import { CloudEventHeaders, EventHeaders } from './cloud-event-headers.js';
import { CaseErrors } from './cases.js';
import { DELIVERY_EVENTS } from './events/delivery-events.js';
import { Problem } from './problem.js';
import { type RouteSpec, ROUTES } from './routes/index.js';
import { WebhookDelivery } from './webhooks.js';

/** Schemas that no route's body and no topic's value is, but that leave the house. */
const OTHERS = [Problem, CaseErrors, WebhookDelivery, CloudEventHeaders, EventHeaders];

const idOf = (schema: TSchema): string | undefined => (schema as { $id?: string }).$id;

function* namedSchemas(): Generator<readonly [string, TSchema]> {
  for (const route of Object.values<RouteSpec>(ROUTES)) {
    for (const schema of [route.body, ...Object.values(route.responses)]) {
      const id = schema && idOf(schema);
      if (schema && id) yield [id, schema];
    }
  }
  for (const { messages } of Object.values(CHANNELS)) {
    for (const [type, schema] of Object.entries(messages)) yield [idOf(schema) ?? type, schema];
  }
  yield* Object.entries(DELIVERY_EVENTS);
  for (const schema of OTHERS) yield [idOf(schema) ?? '', schema];
}

/** Everything that crosses a process or rests on disk, by name: a schema's `$id`, or an event's type. */
export const PUBLISHED_SCHEMAS: Readonly<Record<string, TSchema>> = Object.fromEntries(namedSchemas());
