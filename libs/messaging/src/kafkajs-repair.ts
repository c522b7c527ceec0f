import { createRequire } from 'node:module';

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

interface Connection {
  connecting: Promise<boolean> | undefined;
  connect(): Promise<boolean>;
}

const CHECK_PENDING_MS = 10;
let repaired = false;

/** Mends two faults of kafkajs 2.2.4 (a pinned version, the last one) in place, once per process. */
export function repairKafkajs(): void {
  if (repaired) return;
  repaired = true;
  const require = createRequire(import.meta.url);
  repairIdleTimers((require('kafkajs/src/network/requestQueue/index.js') as { prototype: RequestQueue }).prototype);
  repairConnecting((require('kafkajs/src/network/connection.js') as { prototype: Connection }).prototype);
}

/**
 * Every connection keeps a timer with a negative delay running: Node warns (TimeoutNegativeWarning) and fires it each millisecond,
 * three quarters of an idle process's work. Now a connection looks again only while something is waiting.
 */
function repairIdleTimers(prototype: RequestQueue): void {
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
    const delay = Math.max(this.throttledUntil - Date.now(), CHECK_PENDING_MS);
    this.throttleCheckTimeoutId = setTimeout(() => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    }, delay);
  };
}

/** Requests that find a connection closed each open a socket of their own, and all but the last are lost and stay open. */
function repairConnecting(prototype: Connection): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its connection below
  const { connect } = prototype;
  prototype.connect = function (this: Connection): Promise<boolean> {
    this.connecting ??= connect.call(this).finally(() => (this.connecting = undefined));
    return this.connecting;
  };
}
