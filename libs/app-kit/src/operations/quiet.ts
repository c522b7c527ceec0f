import { Controller } from '@nestjs/common';
import type { Instant } from '@dispute/kernel';
import { Contract, ContractQuery } from '../http/contract.js';
import { INTERNAL_ROUTES } from '../http/internal-routes.js';

/** A place in a shard of an app's store. */
export interface Place {
  readonly shard: number;
  readonly epoch: number;
  readonly position: number;
}

/** How far a consumer has come in a topic's shards. */
export interface Consumed {
  readonly consumer: string;
  readonly topic: string;
  readonly places: readonly Place[];
}

/** What a part of an app still has to do for a tenant, and the earliest instant at which its clock makes more. */
export interface Stillness {
  readonly busy: readonly string[];
  /** Earliest due instant on the tenant's clock, due or not yet. */
  readonly nextDue?: Instant;
  /** Disputes set aside after a failure; they do not count as busy. */
  readonly parked?: number;
  /** Where the tenant's own events end in the app's store, by topic: who consumes the topic has to pass these places. */
  readonly heads?: Readonly<Record<string, readonly Place[]>>;
  readonly consumed?: readonly Consumed[];
}

/** Parts of an app say whether they have come to rest for a tenant; the test clock waits for it. */
export class QuietRegistry {
  private readonly parts = new Set<(tenant: string) => Promise<Stillness>>();

  /** @returns what takes the part out again */
  add(part: (tenant: string) => Promise<Stillness>): () => void {
    this.parts.add(part);
    return () => this.parts.delete(part);
  }

  async of(tenant: string): Promise<Stillness> {
    const all = await Promise.all([...this.parts].map((part) => part(tenant)));
    const nextDue = all.flatMap(({ nextDue: due }) => due ?? []).sort()[0];
    return {
      busy: all.flatMap(({ busy }) => busy),
      parked: all.reduce((sum, part) => sum + (part.parked ?? 0), 0),
      heads: Object.assign({}, ...all.map(({ heads }) => heads ?? {})) as Record<string, readonly Place[]>,
      consumed: all.flatMap(({ consumed }) => consumed ?? []),
      ...(nextDue ? { nextDue } : {}),
    };
  }
}

@Controller()
export class QuietController {
  constructor(private readonly registry: QuietRegistry) {}

  @Contract(INTERNAL_ROUTES.quiet)
  quiet(@ContractQuery() query: { tenant: string }): Promise<Stillness> {
    return this.registry.of(query.tenant);
  }
}
