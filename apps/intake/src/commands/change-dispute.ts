import { Injectable } from '@nestjs/common';
import type { DisputeCommand } from '@dispute/domain';
import { type Rejection, shardOfId } from '@dispute/kernel';
import { withCanonicalIds } from './canonical-ids.js';
import { ChangePlanner } from './change-planner.js';
import { DisputeCommands } from './dispute-commands.js';
import { disputeStream } from './dispute-reader.js';
import type { Handled } from './handled.js';
import type { Intent } from './intent.js';

export interface ChangeOptions {
  /** HTTP status of success. */
  readonly status: number;
  /** Version that the caller has seen; another one refuses. */
  readonly ifMatch?: number | undefined;
  /** Makes durable what the events will speak of; only called when they are about to be stored. */
  readonly beforeStoring?: () => Promise<unknown>;
}

/** A command on a dispute that exists. */
@Injectable()
export class ChangeDispute {
  constructor(
    private readonly commands: DisputeCommands,
    private readonly planner: ChangePlanner,
  ) {}

  change(intent: Intent, disputeId: string, command: DisputeCommand, options: ChangeOptions): Promise<Handled> {
    const stream = disputeStream(intent.tenant, disputeId);
    return this.commands.run(intent, {
      shard: shardOfId(disputeId),
      reads: [stream],
      status: options.status,
      plan: async (histories, meta) => {
        const history = histories.get(stream) ?? [];
        const outdated = outdatedAt(history.length, options.ifMatch);
        if (outdated) return { ok: false, rejection: outdated };
        const read = this.planner.reading(new Map([[stream, history]]));
        const planned = await this.planner.plan(disputeId, withCanonicalIds(command), meta, read);
        if (planned.ok) await options.beforeStoring?.();
        return planned;
      },
    });
  }
}

/** A dispute that is not there is another refusal's business. */
export function outdatedAt(version: number, seen: number | undefined): Rejection | undefined {
  if (seen === undefined || version === 0 || version === seen) return undefined;
  const detail = `The dispute is at version ${version}, not ${seen}; read it again and decide anew.`;
  return { code: 'PRECONDITION_FAILED', detail };
}
