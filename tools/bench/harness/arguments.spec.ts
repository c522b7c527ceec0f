import { describe, expect, it } from '@jest/globals';
import { readArguments, SUBJECTS } from './arguments.ts';

describe('what the bench is asked for', () => {
  it('is everything, unless told otherwise', () => {
    expect(readArguments([])).toEqual({ only: SUBJECTS, quick: false, full: false, writeDocs: false, help: false });
  });

  it('can be some subjects, measured in the usual order', () => {
    expect(readArguments(['--only', 'relay, append', '--quick'])).toMatchObject({
      only: ['append', 'relay'],
      quick: true,
    });
  });

  it('is refused in a sentence', () => {
    expect(() => readArguments(['--only', 'apend'])).toThrow('There is no bench "apend": choose from append,');
    expect(() => readArguments(['--quick', '--full'])).toThrow('exclude each other');
    expect(() => readArguments(['--slow'])).toThrow('--slow');
  });
});
