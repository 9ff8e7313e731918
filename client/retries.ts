import { setTimeout as sleep } from 'node:timers/promises';
import {
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  type GrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';

/** What a timer may be late by. */
const LATE_MS = 20;

/** The SDK's retries of calls, which can be brought to an end. */
class Retries {
  #nextAt = 0;
  #over = false;
  readonly #usual = defaultGrpcRetryOptions();

  readonly options: GrpcRetryOptions = {
    retryableDecider: (attempt, status) => !this.#over && this.#usual.retryableDecider(attempt, status),
    delayFunction: (attempt, status) => {
      const delayMs = this.#usual.delayFunction(attempt, status);
      this.#nextAt = Math.max(this.#nextAt, Date.now() + delayMs);
      return delayMs;
    },
  };

  /** Begins no more of them, and resolves when those that wait for their moment have gone out. */
  async end(): Promise<void> {
    this.#over = true;
    const leftMs = this.#nextAt - Date.now();
    if (leftMs > -LATE_MS) await sleep(leftMs + LATE_MS);
  }
}

/**
 * A connection to Temporal, made at its first use, that can be closed at any time. With the SDK's own, a call that waits
 * to be tried again (one that its caller has given up, too) throws on the closed channel where nobody can catch it, and
 * ends the process.
 */
export function openConnection(options: ConnectionOptions): Connection {
  const retries = new Retries();
  const connection = Connection.lazy({
    ...options,
    interceptors: [makeGrpcRetryInterceptor(retries.options)],
  });
  const close = connection.close.bind(connection);
  connection.close = async () => {
    await retries.end();
    await close();
  };
  return connection;
}
