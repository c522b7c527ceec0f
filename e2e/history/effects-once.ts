/** What was asked for must have happened once at somebody else's place, and nothing else. */
export interface Effects {
  /** What it is, in the singular: "chargeback of a claim". */
  readonly what: string;
  readonly asked: readonly string[];
  /** One entry for each time that it happened. */
  readonly happened: readonly string[];
}

/** @returns what did not happen, happened more than once, or was never asked for */
export function effectFaults({ what, asked, happened }: Effects): string[] {
  const counts = Map.groupBy(happened, (name) => name);
  const wanted = new Set(asked);
  return [...new Set([...asked, ...counts.keys()])].flatMap((name) => {
    const times = counts.get(name)?.length ?? 0;
    if (!wanted.has(name)) return [`${what} ${name} was not asked for and happened ${times} times`];
    return times === 1 ? [] : [`${what} ${name} happened ${times} times, not once`];
  });
}
