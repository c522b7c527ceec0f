import { describe, expect, it } from '@jest/globals';
import { Way } from './way.js';

describe('the way to the network', () => {
  it('is passable until a connection fails, and again when one succeeds, which is told once', () => {
    const way = new Way();
    let told = 0;
    way.onReopened(() => (told += 1));
    way.succeeded();
    expect([way.isPassable, told]).toEqual([true, 0]);
    way.failed();
    expect([way.isPassable, told]).toEqual([false, 0]);
    way.succeeded();
    way.succeeded();
    expect([way.isPassable, told]).toEqual([true, 1]);
  });
});
