import type { Dated, DeliveryEvent } from '@dispute/contracts';
import {
  type CommandMeta,
  type Decider,
  type Decision,
  type Instant,
  accepted,
  plusMs,
  refused,
} from '@dispute/kernel';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses between attempts, the schedule that Svix publishes; after the last attempt it is given up. */
export const RETRY_PAUSES_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  10 * HOUR,
];

/** Share of a pause by which it may be longer, so that a receiver that comes back is not met by everything at once. */
const JITTER = 0.2;

/** The answer by which an endpoint says that it wants no more (HTTP 410 Gone). */
const GONE = 410;

export interface DeliveryState {
  readonly status: 'UNKNOWN' | 'PENDING' | 'RETRYING' | 'DELIVERED' | 'GIVEN_UP';
  readonly endpointId: string;
  readonly webhookEventId: string;
  readonly disputeId: string;
  readonly sequence: number;
  /** Over all rounds; a resend starts a new round. */
  readonly attempts: number;
  readonly attemptsInRound: number;
  /** When the next attempt is due; null: none is. */
  readonly nextAttemptAt: Instant | null;
}

export type DeliveryCommand =
  | {
      readonly type: 'ScheduleDelivery';
      readonly endpointId: string;
      readonly webhookEventId: string;
      readonly disputeId: string;
      readonly sequence: number;
    }
  | {
      readonly type: 'RecordAttempt';
      readonly delivered: boolean;
      /** What happened in a few words: "204", "timeout", "connection refused". */
      readonly outcome: string;
      readonly httpStatus?: number;
      readonly durationMs: number;
      /** Chance's part in the pause that follows: uniform in [0, 1). */
      readonly random: number;
    }
  | { readonly type: 'GiveUp'; readonly reason: string }
  | { readonly type: 'RequestResend'; readonly requestedBy: string };

type Decided = Decision<DeliveryEvent>;

/** One webhook event's way to one endpoint. */
export const deliveryDecider: Decider<DeliveryState, DeliveryCommand, DeliveryEvent, Dated<DeliveryEvent>> = {
  initialState: () => ({
    status: 'UNKNOWN',
    endpointId: '',
    webhookEventId: '',
    disputeId: '',
    sequence: 0,
    attempts: 0,
    attemptsInRound: 0,
    nextAttemptAt: null,
  }),
  decide,
  evolve,
};

/** `meta.now` is real time here: endpoints do not know test clocks. */
function decide(command: DeliveryCommand, state: DeliveryState, meta: CommandMeta): Decided {
  if (command.type === 'ScheduleDelivery') return schedule(command, state);
  if (state.status === 'UNKNOWN') return refused({ code: 'RESOURCE_NOT_FOUND', detail: 'There is no such delivery.' });
  if (command.type === 'RequestResend') {
    return accepted({ type: 'delivery.resend-requested.v1', data: { requested_by: command.requestedBy } });
  }
  if (state.nextAttemptAt === null) return accepted();
  if (command.type === 'GiveUp') return accepted(givenUp(state.attempts, command.reason));
  return attempt(command, state, meta);
}

const givenUp = (attempts: number, reason: string): DeliveryEvent => ({
  type: 'delivery.given-up.v1',
  data: { attempts, reason },
});

function schedule(command: Extract<DeliveryCommand, { type: 'ScheduleDelivery' }>, state: DeliveryState): Decided {
  if (state.status !== 'UNKNOWN') return accepted();
  const { endpointId, webhookEventId, disputeId, sequence } = command;
  return accepted({
    type: 'delivery.scheduled.v1',
    data: { endpoint_id: endpointId, webhook_event_id: webhookEventId, dispute_id: disputeId, sequence },
  });
}

type Attempt = Extract<DeliveryCommand, { type: 'RecordAttempt' }>;

function attempt(command: Attempt, state: DeliveryState, meta: CommandMeta): Decided {
  const number = state.attempts + 1;
  const reason = command.delivered ? undefined : whyGivenUp(command, state);
  const pause = reason || command.delivered ? undefined : RETRY_PAUSES_MS[state.attemptsInRound];
  const attempted: DeliveryEvent = {
    type: 'delivery.attempted.v1',
    data: {
      attempt: number,
      outcome: command.outcome,
      ...(command.httpStatus === undefined ? {} : { http_status: command.httpStatus }),
      duration_ms: command.durationMs,
      ...(pause === undefined
        ? {}
        : { next_attempt_at: plusMs(meta.now, Math.round(pause * (1 + JITTER * command.random))) }),
    },
  };
  if (command.delivered)
    return accepted<DeliveryEvent>(attempted, { type: 'delivery.delivered.v1', data: { attempt: number } });
  return reason ? accepted(attempted, givenUp(number, reason)) : accepted(attempted);
}

function whyGivenUp({ httpStatus }: Attempt, { attemptsInRound }: DeliveryState): string | undefined {
  if (httpStatus === GONE) return 'The endpoint answered 410 Gone.';
  return attemptsInRound >= RETRY_PAUSES_MS.length ? 'Every attempt has failed.' : undefined;
}

function evolve(state: DeliveryState, event: Dated<DeliveryEvent>): DeliveryState {
  switch (event.type) {
    case 'delivery.scheduled.v1': {
      const { endpoint_id: endpointId, webhook_event_id: webhookEventId, dispute_id: disputeId, sequence } = event.data;
      const known = { endpointId, webhookEventId, disputeId, sequence };
      return { ...state, ...known, status: 'PENDING', nextAttemptAt: event.occurredAt };
    }
    case 'delivery.attempted.v1': {
      const nextAttemptAt = (event.data.next_attempt_at as Instant | undefined) ?? null;
      const attemptsInRound = state.attemptsInRound + 1;
      return { ...state, status: 'RETRYING', attempts: event.data.attempt, attemptsInRound, nextAttemptAt };
    }
    case 'delivery.delivered.v1':
      return { ...state, status: 'DELIVERED', nextAttemptAt: null };
    case 'delivery.given-up.v1':
      return { ...state, status: 'GIVEN_UP', nextAttemptAt: null };
    case 'delivery.resend-requested.v1':
      return { ...state, status: 'PENDING', attemptsInRound: 0, nextAttemptAt: event.occurredAt };
  }
}
