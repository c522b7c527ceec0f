/**
 * The import rule: only downward, never sideways, never across wings; only the roof sees both wings.
 * Each floor names everything it may import.
 */
export const FLOORS = {
  'floor:g0': [],
  'floor:g1': ['floor:g0'],
  'floor:w1': ['floor:g0', 'floor:g1'],
  'floor:w2': ['floor:g0', 'floor:g1', 'floor:w1'],
  'floor:e1': ['floor:g0', 'floor:g1'],
  'floor:e2': ['floor:g0', 'floor:g1', 'floor:e1'],
  'floor:roof': ['floor:g0', 'floor:g1', 'floor:w1', 'floor:w2', 'floor:e1', 'floor:e2'],
  // Somebody else's system: it knows the ground and the glue, and nothing that knows a dispute.
  'system:network': ['floor:g0', 'floor:e2'],
  'floor:scaffold': ['floor:g0', 'floor:g1', 'floor:e1', 'floor:scaffold'],
  'floor:garden': ['*'],
};

/** The rule's options; in specs every floor may also use the scaffold. */
export function boundaries({ specs = false } = {}) {
  const depConstraints = Object.entries(FLOORS).map(([sourceTag, floors]) => ({
    sourceTag,
    onlyDependOnLibsWithTags: specs ? [...floors, 'floor:scaffold'] : floors,
  }));
  return ['error', { allow: [], enforceBuildableLibDependency: false, depConstraints }];
}

/** What the ground and the west wing may not import: they are pure. */
export const PURE_IMPORTS = [
  'error',
  {
    patterns: [
      { regex: '^node:', message: 'Pure room: what touches the machine belongs to the east wing or an app.' },
      { regex: '^(crypto|fs|path|os|http|net|events|stream|util)$', message: 'Pure room: no Node modules.' },
      {
        regex: '^(pg|typeorm|kafkajs|fastify|pino|undici)(/|$)',
        message: 'Pure room: put it behind a port of an app.',
      },
      { regex: '^@nestjs/', message: 'Pure room: Nest belongs to libs/app-kit and the apps.' },
    ],
  },
];

const banned = (selector, message) => ({ selector, message });

/** What the ground and the west wing may not call, each with what to use instead. */
export const PURE_SYNTAX = [
  'error',
  banned("MemberExpression[object.name='Date'][property.name='now']", 'Take the time from CommandMeta.occurredAt.'),
  banned("NewExpression[callee.name='Date'][arguments.length=0]", 'Take the time from CommandMeta.occurredAt.'),
  banned("MemberExpression[object.name='Temporal'][property.name='Now']", 'Take the time from CommandMeta.occurredAt.'),
  banned("MemberExpression[object.name='performance'][property.name='now']", 'Measure in the east wing or an app.'),
  banned("MemberExpression[object.name='Math'][property.name='random']", 'Take ids and chance from the caller.'),
  banned("Identifier[name='crypto']", 'Take ids from mintId with random bytes that the caller draws.'),
  banned("MemberExpression[object.name='process']", 'Settings are read by the apps (AppConfig) and passed in.'),
];
