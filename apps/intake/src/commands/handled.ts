import type { KnownDispute } from '@dispute/domain';
import type { Instant, Rejection } from '@dispute/kernel';

/** What became of a command: the dispute as the command left it, or why not. */
export type Handled = HandledWell | { readonly ok: false; readonly rejection: Rejection };

export interface HandledWell {
  readonly ok: true;
  readonly dispute: KnownDispute;
  /** Stream version after the command. */
  readonly version: number;
  /** Id of the action, document or dispute that the command made. */
  readonly resultId: string | null;
  /** The tenant's time at which the command was decided. */
  readonly at: Instant;
  /** `epoch:shard:position`: lists that have come this far show the command's effects. */
  readonly consistencyToken: string;
}

export const refusedWith = (rejection: Rejection): Handled => ({ ok: false, rejection });
