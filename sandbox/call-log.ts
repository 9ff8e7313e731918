/** One call as `GET /_sandbox/calls` shows it. */
export interface LoggedCall {
  /** ISO-8601 UTC. */
  at: string;
  operation: string;
  userId: string;
  requestId: string;
  orderIds: readonly string[];
  /** The reply's kind, or `unauthorized`, `outage`, `not-carried-out`. */
  outcome: string;
  fault: string | null;
}

/** How many calls can still be looked at. */
const KEPT = 5000;

/** The last calls, newest last. */
export class CallLog {
  #calls: LoggedCall[] = [];

  add(call: LoggedCall): void {
    this.#calls.push(call);
    if (this.#calls.length > 2 * KEPT) this.#calls = this.#calls.slice(-KEPT);
  }

  last(count: number): LoggedCall[] {
    return this.#calls.slice(-Math.min(count, KEPT));
  }
}
