import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './outputs.ts';

const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => join('docs', file));
if (existsSync(join(ROOT, 'README.md'))) pages.push('README.md');

/** Links of a page to other files of the repository. */
function linksOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => String(target).split('#')[0] ?? '');
  return targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

describe('pages', () => {
  it.each(pages)('%s links to files that exist', (page) => {
    const dead = linksOf(page).filter((target) => !existsSync(join(ROOT, dirname(page), target)));
    expect(dead).toEqual([]);
  });
});
