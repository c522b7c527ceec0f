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

type Named = readonly [string, TSchema];

/** Bodies of routes; what has no name of its own is published inside its route. */
const ofRoutes = (): Named[] =>
  Object.values<RouteSpec>(ROUTES)
    .flatMap((route) => [...(route.body ? [route.body] : []), ...Object.values(route.responses)])
    .flatMap((schema): Named[] => {
      const id = idOf(schema);
      return id === undefined ? [] : [[id, schema]];
    });

const ofTopics = (): Named[] =>
  Object.values(CHANNELS).flatMap(({ messages }) =>
    Object.entries<TSchema>(messages).map(([type, schema]): Named => [idOf(schema) ?? type, schema]),
  );

const namedSchemas = (): Named[] => [
  ...ofRoutes(),
  ...ofTopics(),
  ...Object.entries<TSchema>(DELIVERY_EVENTS),
  ...OTHERS.map((schema): Named => [idOf(schema) ?? '', schema]),
];

/** Everything that crosses a process or rests on disk, by name: a schema's `$id`, or an event's type. */
export const PUBLISHED_SCHEMAS: Readonly<Record<string, TSchema>> = Object.fromEntries(namedSchemas());
