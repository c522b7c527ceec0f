import { Kafka, logLevel, type ISocketFactory } from 'kafkajs';

export interface KafkaConnection {
  /** "host:port" of each bootstrap broker. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** For networks in which a broker's advertised address has to be translated; by default plain TCP. */
  readonly socketFactory?: ISocketFactory;
}

/** A broker that is silent for so long is taken for gone; far above what a loaded one needs. */
const REQUEST_TIMEOUT_MS = 15_000;
const CONNECTION_TIMEOUT_MS = 3_000;

/** A few quick attempts get over elections; whatever lasts longer is handled by us, where it can be seen. */
export const QUICK_RETRY = { retries: 3, initialRetryTime: 100, maxRetryTime: 500 } as const;

/** One set of connections. Its own log stays silent: it reports every attempt, we report what became of them. */
export function newKafka(connection: KafkaConnection, retry: { readonly retries: number } = QUICK_RETRY): Kafka {
  return new Kafka({
    brokers: [...connection.brokers],
    clientId: connection.clientId,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry,
    logLevel: logLevel.NOTHING,
    logCreator: () => () => undefined,
    ...(connection.socketFactory ? { socketFactory: connection.socketFactory } : {}),
  });
}
