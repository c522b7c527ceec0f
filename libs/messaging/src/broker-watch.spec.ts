import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { isPassing } from './broker-watch.js';

const said = (type: string): Error => Object.assign(new Error(type), { type });
const notMade = (...types: string[]): Error =>
  new kafkajs.KafkaJSAggregateError('Topic creation errors', types.map(said));

describe('an error that passes', () => {
  it('is one of topics that a broker cannot make yet, or that another has made', () => {
    expect(isPassing(notMade('INVALID_REPLICATION_FACTOR', 'TOPIC_ALREADY_EXISTS'))).toBe(true);
  });

  it('is none of topics that can never be made', () => {
    expect(isPassing(notMade('INVALID_REPLICATION_FACTOR', 'INVALID_TOPIC_EXCEPTION'))).toBe(false);
  });
});
