import { spawnSync } from 'node:child_process';
import { freePorts } from '../ports.ts';
import type { TestServers } from './test-servers.ts';

/** Whether a Docker engine answers here; the command line alone is not enough. */
export function dockerAnswers(): boolean {
  return spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5_000 }).status === 0;
}

/** PostgreSQL and Kafka from the images that docker-compose.yml names. */
export async function startTestContainers(): Promise<TestServers> {
  const { GenericContainer, Wait } = await import('testcontainers');
  // Kafka tells its clients its own address: the port outside has to be known before it starts.
  const { kafka: port } = await freePorts();
  const postgres = new GenericContainer('postgres:18')
    .withEnvironment({ POSTGRES_HOST_AUTH_METHOD: 'trust' })
    .withExposedPorts(5432)
    .withCommand(['postgres', '-c', 'max_connections=300', '-c', 'fsync=off'])
    .withWaitStrategy(Wait.forLogMessage('database system is ready to accept connections', 2));
  const kafka = new GenericContainer('apache/kafka:4.1.1')
    .withEnvironment(kafkaEnvironment(port))
    .withExposedPorts({ container: port, host: port })
    .withWaitStrategy(Wait.forLogMessage('Kafka Server started'));
  const [database, broker] = await Promise.all([postgres.start(), kafka.start()]);
  return {
    kind: 'containers',
    databaseUrl: `postgres://postgres@${database.getHost()}:${database.getMappedPort(5432)}/postgres`,
    brokers: `127.0.0.1:${port}`,
    stop: async () => {
      await Promise.all([database.stop(), broker.stop()]);
    },
  };
}

const kafkaEnvironment = (port: number): Record<string, string> => ({
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:29093',
  KAFKA_LISTENERS: `PLAINTEXT://0.0.0.0:${port},CONTROLLER://localhost:29093`,
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
});
