import { SUBJECTS } from './arguments.ts';
import type { ResultFile } from './results.ts';
import { figure, RATE_HEADER, rateRow, RATIO_HEADER, ratioRow, table } from './table.ts';

/** A run as it is printed: a table for each subject, then every ratio beside its target. */
export function summaryOf(file: ResultFile): string {
  const { details, machine } = file;
  const parts = SUBJECTS.filter((subject) => details.conditions[subject]).map((subject) => subjectPart(file, subject));
  const place = `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB; PostgreSQL ${machine.postgres}, Node ${machine.node}`;
  const ratios = details.ratios.length > 0 ? [table(RATIO_HEADER, details.ratios.map(ratioRow))] : [];
  return [...parts, ...ratios, `${place}; ${file.minutes} minutes`].join('\n\n');
}

function subjectPart({ details }: ResultFile, subject: string): string {
  const mine = <Found extends { readonly subject: string }>(all: readonly Found[]) =>
    all.filter((found) => found.subject === subject);
  const { loadAverage = 0, fdatasyncPerSecond = 0, seconds = 0 } = details.conditions[subject] ?? {};
  const beside = `load ${loadAverage.toFixed(1)}, ${figure(fdatasyncPerSecond)} fdatasync/s, ${figure(seconds)} s`;
  return [
    `${subject} (${beside})`,
    table(RATE_HEADER, mine(details.rates).map(rateRow)),
    ...mine(details.notes).map(({ says }) => says),
    ...mine(details.leftOut).map(({ why }) => why),
  ].join('\n');
}
