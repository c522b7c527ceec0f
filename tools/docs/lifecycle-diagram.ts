import { LIFECYCLE_STATES } from '@dispute/contracts';
import { LIFECYCLE, type LifecycleRow, rowById } from '@dispute/domain';

const isCompliance = (state: string): boolean => state.includes('COMPLIANCE');
/** What a row does, in the words of an arrow: "issuer REPRESENTMENT/ACCEPT". */
function labelOf(row: LifecycleRow): string {
  const after = [...new Set(row.decidedBy?.map((id) => deedOf(rowById(id))))].join(' or ');
  return `${row.by.join(' or ')} ${deedOf(row)}${after && `, after ${after}`}`;
}

export function deedOf(row: LifecycleRow): string {
  if (row.lapse) return `${row.lapse} window lapses`;
  return row.action && row.verb ? `${row.action}/${row.verb}` : row.id;
}

/** Rows that hold in every state, or for one network alone, would hide the others. */
const isDrawn = (row: LifecycleRow): boolean => row.from.length < LIFECYCLE_STATES.length && row.network === undefined;

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** A row for decided disputes starts at the decision, wherever that was made. */
function arrowsOf(row: LifecycleRow): Arrow[] {
  const decided = row.decisions?.map((decision) => decision.toLowerCase());
  return (decided ?? row.from).map((from) => ({ from, to: endOf(row, from), label: labelOf(row) }));
}

/** Decided, but shown by their state. */
const STATES_OF_THEIR_OWN: ReadonlySet<string> = new Set(['DENIED', 'WRITE_OFF']);

/** Where an arrow ends: the next state; a decision that ends the cycle; or the way back. */
function endOf(row: LifecycleRow, from: string): string {
  if (row.to === 'BEFORE') return 'where it was filed from';
  if (STATES_OF_THEIR_OWN.has(row.to)) return row.to;
  if (row.decision !== 'ONGOING' && row.decision !== '=') return row.decision.toLowerCase().replace('_', ' ');
  return row.to === '=' ? from : row.to;
}

/** The two cycles of the lifecycle table as Mermaid state diagrams. */
export function lifecycleDiagrams(): { readonly chargeback: string; readonly compliance: string } {
  const arrows = LIFECYCLE.filter(isDrawn).flatMap(arrowsOf);
  const compliance = arrows.filter(({ from, to }) => isCompliance(from) || isCompliance(to));
  return {
    chargeback: diagramOf(arrows.filter((arrow) => !compliance.includes(arrow))),
    compliance: diagramOf(compliance),
  };
}

function diagramOf(arrows: readonly Arrow[]): string {
  const lines = new Map<string, Set<string>>();
  for (const { from, to, label } of arrows) {
    const edge = `${nodeOf(from)} --> ${nodeOf(to)}`;
    lines.set(edge, (lines.get(edge) ?? new Set()).add(label));
  }
  const ends = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))].filter((to) => !isState(to));
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...ends.map((end) => `  state "${end}" as ${nodeOf(end)}`),
    ...[...lines].map(([edge, labels]) => `  ${edge} : ${[...labels].join('<br/>')}`),
    '```',
  ].join('\n');
}

const isState = (name: string): boolean => (LIFECYCLE_STATES as readonly string[]).includes(name);
const nodeOf = (name: string): string => (isState(name) ? name : name.replaceAll(' ', '_'));
