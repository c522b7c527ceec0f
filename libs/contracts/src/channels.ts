import type { TSchema } from 'typebox';
import { CommandResult } from './command-result.js';
import { COMMAND_MESSAGES } from './commands.js';
import { CREDIT_EVENTS } from './events/credit-events.js';
import { DISPUTE_EVENTS, DISPUTED_TRANSACTION_EVENTS } from './events/dispute-events.js';
import { NETWORK_EVENTS } from './events/network-events.js';
import { TOPICS, webhookTopic } from './topics.js';
import { CardTransaction } from './transaction.js';
import { WebhookMessage } from './webhooks.js';

/** One topic: who writes it, who reads it, and the schema of the value for each `ce_type`. */
export interface Channel {
  readonly topic: { readonly name: string; readonly partitions: number };
  readonly summary: string;
  readonly key: string;
  readonly writtenBy: string;
  readonly readBy: string;
  /** product: one of our event topics, with every header of `EventHeaders`; open: `CloudEventHeaders` only. */
  readonly headers: 'open' | 'product';
  readonly messages: Readonly<Record<string, TSchema>>;
}

/** Every topic of the platform (interfaces: Kafka). */
export const CHANNELS = {
  cardTransactions: {
    topic: TOPICS.cardTransactions,
    summary: 'The transaction feed: the body of PUT /v1/transactions/{transaction_id} and its id.',
    key: 'transaction id',
    writtenBy: 'platform teams',
    readBy: 'intake',
    headers: 'open',
    messages: { 'card.transaction.v1': CardTransaction },
  },
  disputeCommands: {
    topic: TOPICS.disputeCommands,
    summary: 'What platform teams ask for. `ce_id` is the idempotency key; each command gets one result.',
    key: 'dispute id, or transaction id for an opening',
    writtenBy: 'platform teams',
    readBy: 'intake',
    headers: 'open',
    messages: COMMAND_MESSAGES,
  },
  disputeCommandResults: {
    topic: TOPICS.disputeCommandResults,
    summary: 'What became of each command: the answer that the same HTTP request would have got.',
    key: 'dispute id, or transaction id of a refused opening',
    writtenBy: 'intake',
    readBy: 'platform teams',
    headers: 'open',
    messages: { 'dispute.command-result.v1': CommandResult },
  },
  disputeEvents: {
    topic: TOPICS.disputeEvents,
    summary: 'Every event of every dispute and disputed transaction; partition = shard.',
    key: 'dispute id',
    writtenBy: 'intake',
    readBy: 'everyone',
    headers: 'product',
    messages: { ...DISPUTE_EVENTS, ...DISPUTED_TRANSACTION_EVENTS },
  },
  networkEvents: {
    topic: TOPICS.networkEvents,
    summary: 'The conversation with the network about each claim; partition = shard.',
    key: 'dispute id',
    writtenBy: 'network-gateway',
    readBy: 'intake, ops',
    headers: 'product',
    messages: NETWORK_EVENTS,
  },
  creditEvents: {
    topic: TOPICS.creditEvents,
    summary: 'Postings to cardholders’ accounts; partition = shard.',
    key: 'dispute id',
    writtenBy: 'credits',
    readBy: 'intake, ops',
    headers: 'product',
    messages: CREDIT_EVENTS,
  },
  webhooks: {
    topic: webhookTopic('{tenant}'),
    summary:
      'The tenant’s webhooks: one message per commit that changed a dispute, in order. `ce_id` is the webhook’s id.',
    key: 'dispute id',
    writtenBy: 'notifier',
    readBy: 'partner systems',
    headers: 'open',
    messages: { 'DISPUTE.CREATED': WebhookMessage, 'DISPUTE.UPDATED': WebhookMessage },
  },
} as const satisfies Record<string, Channel>;
export type ChannelName = keyof typeof CHANNELS;
