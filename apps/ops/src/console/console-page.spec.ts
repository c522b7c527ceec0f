import { Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { ACTIONS, type Route, ROUTES, VERBS } from '@dispute/contracts';
import { CONSOLE_PAGE } from './console-page.js';

const [, script = ''] = /<script>([\s\S]*)<\/script>/.exec(CONSOLE_PAGE) ?? [];

describe('the operators’ page', () => {
  it('has a script that a browser can read, and no other code or style from elsewhere', () => {
    expect(() => new Script(script)).not.toThrow();
    expect(CONSOLE_PAGE).not.toMatch(/src=|href=|@import|innerHTML|\son\w+=/);
  });

  it('asks only for what operators have', () => {
    const asked = [...script.matchAll(/'(\/ops\/v1\/[a-z_]+)/g)].map(([, path]) => path);
    const paths = Object.values<Route>(ROUTES)
      .filter(({ auth }) => auth === 'ops')
      .map(({ path }) => path.replace(/\/\{.*/, ''));
    expect(new Set(asked).size).toBeGreaterThan(5);
    expect(asked.filter((path) => !paths.includes(path ?? ''))).toEqual([]);
  });

  it('offers every action and verb that there is', () => {
    for (const word of [...ACTIONS, ...VERBS]) expect(script).toContain(`'${word}'`);
  });

  it('finds every place that it speaks of', () => {
    const ids = [...script.matchAll(/\bat\('(\w+)'\)/g)].map(([, id]) => id);
    expect(ids.filter((id) => !CONSOLE_PAGE.includes(`id="${id}"`))).toEqual([]);
  });
});
