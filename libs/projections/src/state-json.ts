/** Sets and maps have no form in JSON; folded states hold some. */
interface SetAsJson {
  readonly $set: readonly unknown[];
}
interface MapAsJson {
  readonly $map: readonly (readonly [unknown, unknown])[];
}

/** A folded state as text that PostgreSQL keeps. */
export const stateToJson = (value: unknown): string => JSON.stringify(value, (_, part: unknown) => plain(part));

/** The folded state again. What was parsed is walked once more: a reviver inside JSON.parse takes five times as long. */
export const stateFromJson = <State>(text: string): State => revived(JSON.parse(text)) as State;

function plain(part: unknown): unknown {
  if (part instanceof Set) return { $set: [...part] } satisfies SetAsJson;
  if (part instanceof Map) return { $map: [...part] } satisfies MapAsJson;
  return part;
}

/** From the inside out, in place: nobody else has seen it yet. */
function revived(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  const parts = part as Record<string, unknown>;
  for (const name of Object.keys(parts)) parts[name] = revived(parts[name]);
  const { $set, $map } = part as Partial<SetAsJson & MapAsJson>;
  if (Array.isArray($set)) return new Set($set);
  return Array.isArray($map) ? new Map($map as MapAsJson['$map']) : part;
}
