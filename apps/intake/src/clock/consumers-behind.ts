import type { Place, Stillness } from '@dispute/app-kit';

export interface NamedStillness extends Stillness {
  readonly app: string;
}

/** Where a tenant's events end, by topic, as the owners of the topics say. */
export const headsIn = (apps: readonly NamedStillness[]): ReadonlyArray<readonly [string, readonly Place[]]> =>
  apps.flatMap(({ heads }) => Object.entries(heads ?? {}));

/**
 * Consumers that have not passed the tenant's last event in every shard; what other tenants store behind it does not
 * matter. The owners' answers may be older than the consumers': a round finds either the event or its effects.
 */
export function consumersBehind(apps: readonly NamedStillness[]): string[] {
  const heads = new Map(headsIn(apps));
  return apps.flatMap(({ app, consumed }) =>
    (consumed ?? []).flatMap(({ consumer, topic, places }) => {
      const at = new Map(places.map((place) => [place.shard, place]));
      const behind = (heads.get(topic) ?? []).filter((head) => !hasPassed(at.get(head.shard), head));
      return behind.length === 0 ? [] : [`${app}: ${consumer} is behind in shard ${behind[0]?.shard}`];
    }),
  );
}

function hasPassed(at: Place | undefined, head: Place): boolean {
  if (at === undefined) return false;
  return at.epoch > head.epoch || (at.epoch === head.epoch && at.position >= head.position);
}
