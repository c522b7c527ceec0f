import { describe, expect, it } from '@jest/globals';
import { AppConfig, loadConfig } from './config.js';

const TOKENS = { OPS_TOKEN: 'ops-token-of-the-tests', INTERNAL_TOKEN: 'internal-token-of-the-tests' };

function sentenceFor(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(AppConfig, {}, env);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the settings were taken');
}

describe('settings', () => {
  it('come from the environment as what they are, before the app’s defaults, before everybody’s', () => {
    const env = { ...TOKENS, PORT: '4711', DATABASE_POOL_SIZE: '3', KAFKA_BROKERS: '', LOG_LEVEL: undefined };
    expect(loadConfig(AppConfig, { PORT: 4000, HOST: '0.0.0.0' }, env)).toMatchObject({
      ...{ PORT: 4711, DATABASE_POOL_SIZE: 3 },
      ...{ HOST: '0.0.0.0', KAFKA_BROKERS: '127.0.0.1:19092', LOG_LEVEL: 'info' },
    });
    expect(loadConfig(AppConfig, { PORT: 4000 }, TOKENS).PORT).toBe(4000);
  });

  it('that are wrong are all named in one sentence', () => {
    const sentence = sentenceFor({
      ...{ OPS_TOKEN: 'short', PORT: 'http', LOG_LEVEL: 'loud' },
      ...{ DATABASE_URL: 'mysql://127.0.0.1/x', INTAKE_URL: 'somewhere', KAFKA_SESSION_TIMEOUT_MS: '10' },
    });
    const wrong = ['OPS_TOKEN', 'INTERNAL_TOKEN', 'PORT', 'LOG_LEVEL', 'DATABASE_URL', 'INTAKE_URL', 'KAFKA_SESSION'];
    for (const name of wrong) expect(sentence).toContain(name);
    for (const right of ['OPS_URL', 'HOST', 'KAFKA_BROKERS']) expect(sentence).not.toContain(right);
    expect(sentence).toMatch(/^The environment is not complete: [^\n]+\.$/);
  });

  it('never tell a token', () => {
    expect(sentenceFor({ ...TOKENS, OPS_TOKEN: 'my-own-secret' })).not.toContain('my-own-secret');
  });
});
