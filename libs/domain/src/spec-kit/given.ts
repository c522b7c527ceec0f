import { expect } from '@jest/globals';
import type { Dispute, DisputeEvent } from '@dispute/contracts';
import { Life } from './life.js';
import type { Step } from './steps.js';

/** given(what has happened).when(one more thing).then(how the dispute looks) */
export function given(...steps: readonly Step[]): Given {
  const life = new Life();
  for (const step of steps) take(life, step);
  return new Given(life);
}

function take(life: Life, step: Step): void {
  step(life);
  if (life.rejection) throw new Error(`given: ${life.rejection.code} ${life.rejection.detail}`);
}

class Given {
  constructor(readonly life: Life) {}

  when(...steps: readonly Step[]): Outcome {
    for (const step of steps.slice(0, -1)) take(this.life, step);
    steps.at(-1)?.(this.life);
    return new Outcome(this.life);
  }

  /** Nothing more happens: how it looks. */
  then(expected: Partial<Dispute>): Outcome {
    return new Outcome(this.life).then(expected);
  }

  offers(...actions: readonly string[]): Outcome {
    return new Outcome(this.life).offers(...actions);
  }
}

export class Outcome {
  constructor(readonly life: Life) {}

  then(expected: Partial<Dispute>): this {
    expect(this.life.rejection).toBeUndefined();
    expect(this.life.resource).toMatchObject(expected);
    return this;
  }

  /** The types of the events that the last step made, without "dispute." and version. */
  records(...types: readonly string[]): this {
    const short = (event: DisputeEvent) => event.type.replace(/^dispute\.(.*)\.v\d+$/, '$1');
    expect(this.life.latest.map(short)).toEqual(types);
    return this;
  }

  offers(...actions: readonly string[]): this {
    expect(this.life.offered).toEqual(actions);
    return this;
  }

  rejected(code: string, pointer?: string): this {
    const { rejection } = this.life;
    expect({ code: rejection?.code, pointer: pointer && rejection?.errors?.[0]?.pointer }).toEqual({ code, pointer });
    return this;
  }

  /** Which guards forbid it. */
  because(...codes: readonly string[]): this {
    expect(this.life.rejection?.reasons?.map((reason) => reason.code)).toEqual(codes);
    return this;
  }
}
