import type { Machine } from './machine.ts';
import { type Spread, spreadOf } from './statistics.ts';
import type { Subject } from './arguments.ts';
import type { RatioName } from './targets.ts';

export interface Rate extends Spread {
  readonly subject: Subject;
  readonly name: string;
  readonly says: string;
  readonly unit: string;
}

export interface Ratio extends Spread {
  readonly subject: Subject;
  readonly name: RatioName;
}

/** What the machine did beside a bench. */
export interface Conditions {
  readonly loadAverage: number;
  /** Durable writes a second of one writer, in the databases' directory. */
  readonly fdatasyncPerSecond: number;
  readonly seconds: number;
}

/** What a run has found out so far. */
export class Results {
  readonly rates: Rate[] = [];
  readonly ratios: Ratio[] = [];
  readonly leftOut: { readonly subject: Subject; readonly why: string }[] = [];
  readonly notes: { readonly subject: Subject; readonly says: string }[] = [];
  readonly conditions = new Map<Subject, Conditions>();
  private subject: Subject = 'append';

  /** What is recorded from now on belongs to this subject. */
  begin(subject: Subject): void {
    this.subject = subject;
  }

  /** @param values one per round */
  rate(name: string, values: readonly number[], { says, unit }: { says: string; unit: string }): void {
    this.rates.push({ subject: this.subject, name, says, unit, ...spreadOf(values) });
  }

  /** @param values one per round */
  ratio(name: RatioName, values: readonly number[]): void {
    this.ratios.push({ subject: this.subject, name, ...spreadOf(values) });
  }

  leaveOut(why: string): void {
    this.leftOut.push({ subject: this.subject, why });
  }

  note(says: string): void {
    this.notes.push({ subject: this.subject, says });
  }
}

export interface RunFacts {
  readonly at: string;
  readonly commit: string;
  readonly options: readonly string[];
  readonly minutes: number;
  readonly machine: Machine;
}

/** The file of one run. `ratios` and `rates` are plain medians; the rest is behind `details`. */
export interface ResultFile extends RunFacts {
  readonly ratios: Readonly<Record<string, number>>;
  readonly rates: Readonly<Record<string, number>>;
  readonly details: {
    readonly rates: readonly Rate[];
    readonly ratios: readonly Ratio[];
    readonly leftOut: Results['leftOut'];
    readonly notes: Results['notes'];
    readonly conditions: Readonly<Record<string, Conditions>>;
  };
}

export function resultFile(results: Results, facts: RunFacts): ResultFile {
  const medians = (found: readonly { readonly name: string; readonly median: number }[]) =>
    Object.fromEntries(found.map(({ name, median }) => [name, rounded(median)]));
  const { rates, ratios, leftOut, notes, conditions } = results;
  return {
    ...facts,
    ratios: medians(ratios),
    rates: medians(rates),
    details: { rates, ratios, leftOut, notes, conditions: Object.fromEntries(conditions) },
  };
}

/** Four digits tell all that a median of a few rounds knows. */
export const rounded = (value: number): number => Number(value.toPrecision(4));
