/** Faults after which the same statement may go through: SQLSTATE (or its class) → milliseconds to wait at first. */
const DELAY_MS: Readonly<Record<string, number>> = {
  '40001': 5, // serialization failure
  '40P01': 10, // deadlock
  '55P03': 20, // lock not available
  '53': 200, // out of connections, memory, disk
  '57P': 200, // shut down or starting up
  '25P03': 20, // the transaction was idle for too long
  '25006': 500, // read-only: a failover is under way
  '08': 100, // connection trouble
};

const LOST_CONNECTION = /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH/;
const LOST_CONNECTION_TEXT =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|query read timeout|not queryable/i;

/** Milliseconds to wait before the same call may go through; undefined where trying again is no use. */
export function retryDelayMs(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  if (LOST_CONNECTION.test(code) || LOST_CONNECTION_TEXT.test(error.message)) return DELAY_MS['08'];
  return DELAY_MS[code] ?? DELAY_MS[code.slice(0, 3)] ?? DELAY_MS[code.slice(0, 2)];
}

const RETRIES = 6;
const LONGEST_DELAY_MS = 2000;

/** Calls until it succeeds; each further wait is twice as long, two seconds at most. `again` says that an earlier call may have got through. */
export async function retrying<T>(call: (again: boolean) => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call(attempt > 0);
    } catch (error) {
      const delay = retryDelayMs(error);
      if (delay === undefined || attempt === RETRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(delay * 2 ** attempt, LONGEST_DELAY_MS)));
    }
  }
}
