import type { Client } from '@temporalio/client';
import { isPandaponOrdersError } from './errors.ts';
import type { RunRef } from './run-answer.ts';
import { CALL_DEADLINE_MS, fromTemporal } from './temporal-call.ts';

/** The server answers a long poll within a minute, news or not. */
const LONG_POLL_DEADLINE_MS = 75_000;

const CONTINUED_AS_NEW = 28;
/** Completed, failed, timed out, canceled, terminated. */
const ENDINGS: ReadonlySet<number> = new Set([2, 3, 4, 21, 27]);
/** A run shows something else only when it has run (workflow task completed) or ended. */
const TELLING: ReadonlySet<number> = new Set([7, CONTINUED_AS_NEW, ...ENDINGS]);

/**
 * Follows one run by history long poll: no busy polling, no event and no action in the run.
 * Call `position` before looking at the run; each `next` then answers at its next step.
 */
export class RunFollower {
  readonly #client: Client;
  readonly #run: RunRef;
  #runId = '';
  #token: Uint8Array = new Uint8Array();
  #ended = false;
  #poll = new AbortController();

  constructor(client: Client, run: RunRef) {
    this.#client = client;
    this.#run = run;
  }

  /** True when there is nothing to follow: the run has ended, or does not exist. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Reads up to the end of the history as it stands: that waits for nothing, so Temporal answers soon or is away. */
  async position(): Promise<void> {
    try {
      await this.#read(CALL_DEADLINE_MS);
    } catch (error) {
      if (!isPandaponOrdersError(error, 'NOT_FOUND')) throw error;
      this.#ended = true;
    }
  }

  /** Waits for the next step of the run; answers at once when it has ended. Rejects after `close`. */
  async next(): Promise<void> {
    while (!this.#ended) if (await this.#read()) return;
  }

  /** Breaks off a wait. */
  close(): void {
    this.#poll.abort();
  }

  /** One long poll. True when something telling has happened. */
  async #read(deadlineMs = LONG_POLL_DEADLINE_MS): Promise<boolean> {
    const { nextPageToken, history } = await this.#longPoll(deadlineMs);
    const events = history?.events ?? [];
    const successor = events.find((event) => event.eventType === CONTINUED_AS_NEW);
    if (successor === undefined) this.#token = nextPageToken;
    else {
      this.#runId = successor.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? '';
      this.#token = new Uint8Array();
    }
    const types = events.map((event) => event.eventType ?? 0);
    this.#ended =
      types.some((type) => ENDINGS.has(type)) || (successor === undefined && nextPageToken.length === 0);
    return types.some((type) => TELLING.has(type));
  }

  async #longPoll(deadlineMs: number) {
    // A controller of its own for each call: the connection never takes its listener off again.
    this.#poll = new AbortController();
    const { connection, options } = this.#client;
    const request = {
      namespace: options.namespace,
      execution: { workflowId: this.#run.workflowId, runId: this.#runId },
      waitNewEvent: true,
      nextPageToken: this.#token,
    };
    try {
      return await connection.withAbortSignal(this.#poll.signal, () =>
        connection.withDeadline(Date.now() + deadlineMs, () =>
          this.#client.workflowService.getWorkflowExecutionHistory(request),
        ),
      );
    } catch (error) {
      throw fromTemporal(error, this.#run.name);
    }
  }
}
