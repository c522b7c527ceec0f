/** Sets and maps have no form in JSON; folded states hold some. */
interface SetAsJson {
  readonly $set: readonly unknown[];
}
interface MapAsJson {
  readonly $map: readonly (readonly [unknown, unknown])[];
}

/** A folded state as text that PostgreSQL keeps. */
export const stateToJson = (value: unknown): string => JSON.stringify(value, (_, part: unknown) => plain(part));

/** The folded state again. */
export const stateFromJson = <State>(text: string): State =>
  JSON.parse(text, (_, part: unknown) => revived(part)) as State;

function plain(part: unknown): unknown {
  if (part instanceof Set) return { $set: [...part] } satisfies SetAsJson;
  if (part instanceof Map) return { $map: [...part] } satisfies MapAsJson;
  return part;
}

function revived(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  const { $set, $map } = part as Partial<SetAsJson & MapAsJson>;
  if (Array.isArray($set)) return new Set($set);
  return Array.isArray($map) ? new Map($map as MapAsJson['$map']) : part;
}
