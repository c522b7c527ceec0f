import type { CalendarDate } from '@dispute/kernel';
import { EDITIONS } from './editions/index.js';
import type { RuleFile } from './rule-file.js';

const OLDEST_FIRST = EDITIONS.toSorted((a, b) => a.effective_from.localeCompare(b.effective_from));

/** The edition that disputes take which open on a UTC day. @throws when there is none. */
export function editionOn(day: CalendarDate): RuleFile {
  const edition = OLDEST_FIRST.findLast(({ effective_from }) => effective_from <= day);
  if (!edition) throw new Error(`no edition of the rules on ${day}`);
  return edition;
}

/**
 * The edition that a dispute keeps. @param version as its opening stored it; disputes from before editions were stored
 * have the first one @throws when it is gone: an edition stays as long as its disputes
 */
export function editionOf(version: string | null | undefined): RuleFile {
  const edition = version ? EDITIONS.find((found) => found.version === version) : OLDEST_FIRST[0];
  if (!edition) throw new Error(`there is no edition ${version} of the rules`);
  return edition;
}
