import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { logTail } from '../processes/log-tail.ts';

const POM = path.join(import.meta.dirname, '../kafka/pom.xml');

/** The directory with Kafka's jars: resolved once by Maven, then shared by every checkout with the same pom. */
export async function kafkaArtifacts(logs: string, report: (line: string) => void): Promise<string> {
  const version = createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12);
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const libraries = path.join(cache, 'dispute-platform', `kafka-${version}`);
  if (existsSync(libraries)) return libraries;

  report('Resolving Apache Kafka through Maven (54 MB, only this once) …');
  const unfinished = `${libraries}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    await copyDependencies(unfinished, path.join(logs, 'maven.log'));
    if (!existsSync(libraries)) renameSync(unfinished, libraries);
    report(`Apache Kafka is here: ${readdirSync(libraries).length} files in ${libraries}`);
    return libraries;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function copyDependencies(target: string, logFile: string): Promise<void> {
  const goal = 'dependency:copy-dependencies';
  const args = ['--batch-mode', '-f', POM, goal, `-DoutputDirectory=${target}`, '-DincludeScope=runtime'];
  const log = openSync(logFile, 'w');
  return new Promise((resolved, failed) => {
    const maven = spawn('mvn', args, { stdio: ['ignore', log, log] });
    maven.once('error', failed);
    maven.once('exit', (code) => {
      closeSync(log);
      if (code === 0) resolved();
      else failed(new Error(`Maven could not resolve Apache Kafka (see ${logFile}):\n${logTail(logFile, 6)}`));
    });
  });
}
