import { commitsOf, type EventPlace } from './event-place.ts';

/** A command that its sender was told has been taken. */
export interface Acknowledged {
  readonly tenant: string;
  /** The idempotency key; over Kafka the message's id. */
  readonly commandId: string;
}

const nameOf = ({ tenant, commandId }: Acknowledged): string => `${tenant}/${commandId}`;

/** No command took effect twice or by half, whoever sent it. @param events of one store, by shard and position */
export function repeatedCommandFaults(events: readonly EventPlace[]): string[] {
  const commits = Map.groupBy(commitsOf(events), ([first]) => nameOf(first as EventPlace));
  return [...commits].flatMap(([name, ofCommand]) => [
    ...(ofCommand.length === 1 ? [] : [`command ${name} is stored ${ofCommand.length} times`]),
    ...ofCommand.filter((commit) => !isWhole(commit)).map(() => `the commit of command ${name} is not whole`),
  ]);
}

const isWhole = (commit: readonly EventPlace[]): boolean =>
  commit.every(({ commitIndex, commitSize }, index) => commitIndex === index && commitSize === commit.length);

/** Every acknowledged command is in the store. */
export function lostCommandFaults(acknowledged: readonly Acknowledged[], events: readonly EventPlace[]): string[] {
  const stored = new Set(events.map(nameOf));
  return acknowledged
    .map(nameOf)
    .filter((name) => !stored.has(name))
    .map((name) => `command ${name} was acknowledged and is lost`);
}

/** Nothing stands in the store that nobody asked for. @param asked commands of the issuers */
export function unaskedCommandFaults(
  asked: readonly Acknowledged[],
  events: readonly (EventPlace & { readonly actorKind: string })[],
): string[] {
  const known = new Set(asked.map(nameOf));
  const names = new Set(events.filter(({ actorKind }) => actorKind === 'issuer').map(nameOf));
  return [...names].filter((name) => !known.has(name)).map((name) => `command ${name} is stored and was not asked for`);
}
