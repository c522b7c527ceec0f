import { spawnSync } from 'node:child_process';
import { findExecutable } from '../processes/find-executable.ts';
import { javaCommand } from './java.ts';

const INSTEAD = 'or set KAFKA_BROKERS (host:port) to use a Kafka of your own';

/** What the embedded Kafka needs of this machine. Throws one sentence that says what to install or to set. */
export function assertKafkaPrerequisites(): void {
  const version = javaVersion();
  if (version === undefined) {
    throw new Error(`Java is missing: install Java 17 or newer (Debian: openjdk-17-jre-headless), ${INSTEAD}.`);
  }
  if (version < 17) throw new Error(`Java ${version} is too old: install Java 17 or newer, ${INSTEAD}.`);
  if (!findExecutable('mvn')) {
    throw new Error(`Maven is missing: install Maven 3.6 or newer (Debian: maven), ${INSTEAD}.`);
  }
}

function javaVersion(): number | undefined {
  const { stderr, status } = spawnSync(javaCommand(), ['-version'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [, major = '0', minor = '0'] = /version "(\d+)(?:\.(\d+))?/.exec(stderr) ?? [];
  return major === '1' ? Number(minor) : Number(major); // 1.8 is Java 8
}
