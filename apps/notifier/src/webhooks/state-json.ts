/** Sets have no form in JSON; folded states hold some. */
interface SetAsJson {
  readonly $set: readonly unknown[];
}

export const stateToJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof Set ? ({ $set: [...part] } satisfies SetAsJson) : part));

export const stateFromJson = <State>(text: string): State =>
  JSON.parse(text, (_, part: unknown) => (isSetAsJson(part) ? new Set(part.$set) : part)) as State;

function isSetAsJson(part: unknown): part is SetAsJson {
  return typeof part === 'object' && part !== null && Array.isArray((part as Partial<SetAsJson>).$set);
}
