import { Injectable } from '@nestjs/common';
import type { DisputeCommand } from '@dispute/domain';
import { shardOfId } from '@dispute/kernel';
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
      disputeId,
      status: options.status,
      plan: async (histories, meta) => {
        const history = histories.get(stream) ?? [];
        if (options.ifMatch !== undefined && history.length > 0 && history.length !== options.ifMatch) {
          return {
            ok: false,
            rejection: {
              code: 'PRECONDITION_FAILED',
              detail: `The dispute is at version ${history.length}, not ${options.ifMatch}; read it again and decide anew.`,
            },
          };
        }
        return this.planner.plan(disputeId, command, meta, this.planner.reading(new Map([[stream, history]])));
      },
    });
  }
}
