import { LIFECYCLE_STATES } from '@dispute/contracts';
import { ALERTS } from './alerts.js';
import { LIFECYCLE } from './lifecycle.js';
import type { LifecycleRow } from './lifecycle-row.js';

const isAnywhere = (from: LifecycleRow['from']): boolean => from.length === LIFECYCLE_STATES.length;

/** Rows that run through every state would hide all others in a picture. */
const isDrawn = (row: LifecycleRow): boolean => !isAnywhere(row.from) && !row.network;

/** What a row is called: its action and verb, the window that lapses, or the denial. */
export function nameOf(row: LifecycleRow): string {
  if (row.action) return `${row.action}/${row.verb ?? ''}`;
  return row.lapse ? `${row.lapse} window lapses` : 'denial';
}

/** The lifecycle as a Mermaid state diagram. Arrows that decide a dispute end in its decision. */
export function lifecycleDiagram(): string {
  const arrows = LIFECYCLE.filter(isDrawn).flatMap((row) => row.from.flatMap((from) => arrowsOf(row, from)));
  return ['stateDiagram-v2', '  [*] --> PENDING_ACTION', ...new Set(arrows)].join('\n') + '\n';
}

function arrowsOf(row: LifecycleRow, from: string): string[] {
  const label = `${nameOf(row)} (${row.by.join(', ')})`;
  const to = row.to === '=' ? from : row.to;
  const decides = row.decision !== 'ONGOING' && row.decision !== '=' && row.decision !== 'BEFORE';
  if (row.to === 'BEFORE') return [`  ${from} --> ${from} : ${label}, back to before`];
  if (!decides) return [`  ${from} --> ${to} : ${label}`];
  return to === from
    ? [`  ${from} --> ${row.decision} : ${label}`]
    : [`  ${from} --> ${to} : ${label}, ${row.decision}`];
}

/** Who may do what, when, and where it leads: every row of the table as Markdown. */
export function permissionMatrix(): string {
  const head = '| row | from | decision | action | by | to | decides | until | guards |';
  const rule = '|---|---|---|---|---|---|---|---|---|';
  return [head, rule, ...LIFECYCLE.map(lineOf)].join('\n') + '\n' + alerts();
}

function lineOf(row: LifecycleRow): string {
  const { id, decisions = ['ONGOING'], by, to, decision, guards = [], needs = [] } = row;
  const cells = [
    `\`${id}\``,
    placeOf(row),
    decisions.join(', ') + (row.decidedBy ? ` by ${row.decidedBy.join(', ')}` : ''),
    nameOf(row),
    by.join(', '),
    to,
    decision,
    row.within ?? row.lapse ?? '',
    [...guards, ...needs].join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function placeOf({ from, network }: LifecycleRow): string {
  const states = isAnywhere(from) ? 'any' : from.join(', ');
  return network ? `${states} (${network})` : states;
}

/** States that only raise alerts. */
function alerts(): string {
  const lines = ALERTS.map(({ id, in: states, says }) => `| \`${id}\` | ${states.join(', ')} | ${says} |`);
  return ['', '| alert | in | says |', '|---|---|---|', ...lines].join('\n') + '\n';
}
