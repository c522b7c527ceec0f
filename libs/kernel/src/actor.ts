/** Who does something. `id` is the API key's name, the operator, or the process that acts for the clock. */
export const ACTOR_KINDS = ['issuer', 'acquirer', 'network', 'clock', 'system', 'ops'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  readonly kind: ActorKind;
  readonly id: string;
}
