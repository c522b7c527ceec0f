import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { IncomingRecord } from './message-client.js';

export function incomingRecord(topic: string, partition: number, message: KafkaMessage): IncomingRecord {
  const { offset, key, value, headers } = message;
  return { topic, partition, offset, key: key?.toString('utf8') ?? null, value, headers: decoded(headers ?? {}) };
}

function decoded(headers: IHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined && last !== null) texts[name] = last.toString();
  }
  return texts;
}
