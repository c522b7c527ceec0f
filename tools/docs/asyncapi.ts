import { type Channel, CHANNELS, CloudEventHeaders, EVENT_MEANINGS, EventHeaders, EXAMPLES } from '@dispute/contracts';
import { components, type Json } from './json-schema.ts';

const reference = (name: string): string => `#/components/schemas/${name}`;

/** AsyncAPI 3.0 of every topic, seen from the platform: it receives commands, and sends the rest. */
export function asyncApi(version: string): Json {
  const channels = Object.entries<Channel>(CHANNELS);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Dispute platform topics',
      version,
      description:
        'JSON in CloudEvents 1.0 binary mode. Topics are at-least-once: a run may repeat, first occurrences are in order.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      development: { host: '127.0.0.1:19092', protocol: 'kafka', description: 'The broker of `npm start`.' },
    },
    channels: Object.fromEntries(channels.map(([name, channel]) => [name, channelOf(channel)])),
    operations: Object.fromEntries(
      channels.map(([name, channel]) => [operationName(name, channel), operationOf(name, channel)]),
    ),
    components: { schemas: components(schemasOf(channels), reference) },
  };
}

const READ_BY_US = ['platform teams', 'partner systems'];
const isReceived = (channel: Channel): boolean => READ_BY_US.includes(channel.writtenBy);
const operationName = (name: string, channel: Channel): string =>
  `${isReceived(channel) ? 'receive' : 'send'}${name.charAt(0).toUpperCase()}${name.slice(1)}`;

function operationOf(name: string, channel: Channel): Json {
  return {
    action: isReceived(channel) ? 'receive' : 'send',
    channel: { $ref: `#/channels/${name}` },
    summary: `Written by ${channel.writtenBy}, read by ${channel.readBy}.`,
  };
}

function channelOf(channel: Channel): Json {
  const { name, partitions } = channel.topic;
  const tenant = { tenant: { description: 'The tenant’s name.' } };
  return {
    address: name,
    description: `${channel.summary} Key: ${channel.key}.`,
    ...(name.includes('{tenant}') ? { parameters: tenant } : {}),
    bindings: { kafka: { partitions, bindingVersion: '0.5.0' } },
    messages: Object.fromEntries(Object.keys(channel.messages).map((type) => [type, messageOf(channel, type)])),
  };
}

function messageOf(channel: Channel, type: string): Json {
  const name = schemaName(channel, type);
  const headers = channel.headers === 'product' ? 'EventHeaders' : 'CloudEventHeaders';
  return {
    name: type,
    title: type,
    ...(EVENT_MEANINGS[type] === undefined ? {} : { summary: EVENT_MEANINGS[type] }),
    headers: { $ref: reference(headers) },
    payload: { $ref: reference(name) },
    examples: [{ name: type, payload: EXAMPLES[name] }],
  };
}

const schemaName = (channel: Channel, type: string): string => {
  const named: { readonly $id?: string } = channel.messages[type] ?? {};
  return named.$id ?? type;
};

function schemasOf(channels: readonly (readonly [string, Channel])[]): Record<string, unknown> {
  const messages = channels.flatMap(([, channel]) =>
    Object.entries(channel.messages).map(([type, schema]) => [schemaName(channel, type), schema] as const),
  );
  return Object.fromEntries([...messages, ['CloudEventHeaders', CloudEventHeaders], ['EventHeaders', EventHeaders]]);
}
