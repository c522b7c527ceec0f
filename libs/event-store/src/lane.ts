import { StoreOverloaded } from './errors.js';
import { retryDelayMs } from './retryable-faults.js';

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface LaneLimits {
  /** Jobs of one batch at most. Default 100. */
  readonly batch?: number;
  /** Jobs that may wait; one more is refused. Default 4000. */
  readonly waiting?: number;
}

/** `again`: some of it may have got through before. */
type Send<Job, Result> = (jobs: readonly Job[], again: boolean) => Promise<readonly Result[]>;

/**
 * Sends one batch at a time. There is no timer: while a batch is under way the next one gathers, a lone job goes at once,
 * with those submitted in the same breath. What a job reads is read after it was submitted. A batch that fails for good
 * goes again job by job, so that the one at fault fails alone.
 */
export class Lane<Job, Result> {
  private waiting: Waiting<Job, Result>[] = [];
  private busy = false;
  private readonly batch: number;
  private readonly most: number;

  constructor(
    private readonly send: Send<Job, Result>,
    { batch = 100, waiting = 4000 }: LaneLimits = {},
  ) {
    this.batch = batch;
    this.most = waiting;
  }

  /** Jobs that have no result yet, about. */
  get load(): number {
    return this.waiting.length + (this.busy ? 1 : 0);
  }

  /** @throws StoreOverloaded */
  submit(job: Job): Promise<Result> {
    if (this.waiting.length >= this.most) {
      return Promise.reject(new StoreOverloaded('more is waiting than the store takes in'));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      if (!this.busy) this.begin();
    });
  }

  /** When whoever runs now has submitted all that it has. */
  private begin(): void {
    this.busy = true;
    queueMicrotask(() => void this.run());
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.sendTogether(this.waiting.splice(0, this.batch));
    }
    this.busy = false;
  }

  private async sendTogether(batch: readonly Waiting<Job, Result>[], again = false): Promise<void> {
    try {
      const jobs = batch.map(({ job }) => job);
      const results = await this.send(jobs, again);
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (batch.length > 1 && retryDelayMs(error) === undefined) {
        for (const one of batch) await this.sendTogether([one], true);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }
}

export const lanesOf = <Job, Result>(count: number, send: Send<Job, Result>, limits: LaneLimits): Lane<Job, Result>[] =>
  Array.from({ length: count }, () => new Lane(send, limits));

export const leastBusy = <Job, Result>(lanes: readonly Lane<Job, Result>[]): Lane<Job, Result> =>
  lanes.reduce((least, lane) => (lane.load < least.load ? lane : least));

export const laneOf = <Job, Result>(lanes: readonly Lane<Job, Result>[], shard: number): Lane<Job, Result> =>
  lanes[shard % lanes.length] as Lane<Job, Result>;
