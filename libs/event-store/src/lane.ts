import { StoreOverloaded } from './errors.js';

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface LaneLimits {
  /** Jobs of one batch at most. */
  readonly batch: number;
  /** Jobs that may wait; one more is refused. */
  readonly waiting: number;
  /** Whether a failed batch goes again job by job, so that the one at fault fails alone. */
  isolates(error: unknown): boolean;
}

/** Sends one batch at a time. There is no timer: while a batch is under way the next one gathers, a lone job goes at once. */
export class Lane<Job, Result> {
  private waiting: Waiting<Job, Result>[] = [];
  private busy = false;

  constructor(
    /** `again`: some of it may have got through before. */
    private readonly send: (jobs: readonly Job[], again: boolean) => Promise<readonly Result[]>,
    private readonly limits: LaneLimits,
  ) {}

  submit(job: Job): Promise<Result> {
    if (this.waiting.length >= this.limits.waiting) {
      return Promise.reject(new StoreOverloaded('more appends are waiting than the store takes in'));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, resolve, reject });
      if (!this.busy) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      await this.sendTogether(this.waiting.splice(0, this.limits.batch));
    }
    this.busy = false;
  }

  private async sendTogether(batch: readonly Waiting<Job, Result>[], again = false): Promise<void> {
    try {
      const jobs = batch.map(({ job }) => job);
      const results = await this.send(jobs, again);
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      if (batch.length > 1 && this.limits.isolates(error)) {
        for (const one of batch) await this.sendTogether([one], true);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }
}
