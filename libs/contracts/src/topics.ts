import { SHARD_COUNT } from '@dispute/kernel';

/** Every topic with its partitions; event topics have one partition per shard from day one. */
export const TOPICS = {
  cardTransactions: { name: 'card.transactions', partitions: 8 },
  disputeCommands: { name: 'dispute.commands', partitions: 8 },
  disputeCommandResults: { name: 'dispute.command-results', partitions: 8 },
  disputeEvents: { name: 'dispute.events', partitions: SHARD_COUNT },
  networkEvents: { name: 'network.events', partitions: SHARD_COUNT },
  creditEvents: { name: 'credit.events', partitions: SHARD_COUNT },
} as const;

/** The webhook topic of a tenant; made together with the tenant. */
export const webhookTopic = (tenant: string) => ({ name: `webhooks.${tenant}`, partitions: 8 });
