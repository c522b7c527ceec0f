import type { AuditFault } from './audit-fault.js';
import { alteredColumns, type Leaf } from './leaves.js';
import { type SealedRow, eventIdOf, positionOf, streamOf } from './sealed-columns.js';

export type EventFault = Pick<AuditFault, 'position' | 'stream' | 'eventId' | 'what'> & { readonly lost?: Leaf };

/** Fewer altered columns than this: it is still the same event, though its id was altered too. */
const MOST_ALTERED = 12;

/** What became of the events of one seal, whose first position is given: each one altered, moved, put in or taken out. */
export function compareLeaves(from: number, leaves: readonly Leaf[], rows: readonly SealedRow[]): EventFault[] {
  const sealedAt = new Map(leaves.map(({ eventId }, n) => [eventId, from + n]));
  const found = new Set<number>();
  const known: EventFault[] = [];
  const strangers: SealedRow[] = [];
  for (const row of rows) {
    const position = sealedAt.get(eventIdOf(row));
    const leaf = position === undefined ? undefined : leaves[position - from];
    if (position === undefined || leaf === undefined || found.has(position)) strangers.push(row);
    else {
      found.add(position);
      known.push(...compareEvent(row, leaf, position));
    }
  }
  const unknown = strangers.map((row) => compareStranger(row, leaves[positionOf(row) - from], { from, found }));
  const lost = leaves.flatMap((leaf, n): EventFault[] =>
    found.has(from + n) ? [] : [{ position: from + n, eventId: leaf.eventId, what: 'was removed', lost: leaf }],
  );
  return [...known, ...unknown, ...lost].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

function compareEvent(row: SealedRow, leaf: Leaf, sealed: number): EventFault[] {
  const columns = alteredColumns(row, leaf);
  if (columns.length === 0) return [];
  const others = columns.filter((column) => column !== 'pos');
  const altered = others.length > 0 ? `altered: ${others.join(', ')}` : '';
  const moved = positionOf(row) !== sealed ? `reordered: was sealed at position ${sealed}` : '';
  return [{ ...placeOf(row), what: [moved, altered].filter(Boolean).join('; ') }];
}

/** An event whose id no leaf has: put in, or one whose id was altered together with little else. */
function compareStranger(
  row: SealedRow,
  leaf: Leaf | undefined,
  { from, found }: { readonly from: number; readonly found: Set<number> },
): EventFault {
  const position = positionOf(row);
  const columns = leaf && !found.has(position) ? alteredColumns(row, leaf) : [];
  if (leaf && position >= from && columns.length > 0 && columns.length < MOST_ALTERED) {
    found.add(position);
    return { ...placeOf(row), what: `altered: ${columns.join(', ')} (was event ${leaf.eventId})` };
  }
  return { ...placeOf(row), what: 'was inserted: it is no event that was sealed here' };
}

const placeOf = (row: SealedRow) => ({ position: positionOf(row), stream: streamOf(row), eventId: eventIdOf(row) });
