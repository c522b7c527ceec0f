import { existsSync } from 'node:fs';
import path from 'node:path';

/** The java that runs Kafka: JAVA_HOME's, else the one on PATH. */
export function javaCommand(): string {
  const home = process.env['JAVA_HOME'];
  const command = home ? path.join(home, 'bin', 'java') : 'java';
  return home && existsSync(command) ? command : 'java';
}
