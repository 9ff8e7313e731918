import type { IncomingMessage } from 'node:http';
import { errorFor, isPandaponOrdersError } from '../client/errors.ts';
import type { ErrorCode } from '../contract/index.ts';
import { type CallbackEvent, type Credentials, readCallback, verifyCallback } from '../pandapon/index.ts';
import { isKnownCallbackType } from './callback-types.ts';
import { InFlight } from './in-flight.ts';
import type { CallbackResult, Metrics } from './metrics.ts';
import type { OrdersPort } from './orders-port.ts';
import { problemResponse } from './problem.ts';
import { readRawBody } from './raw-body.ts';
import type { RequestNotes } from './request-line.ts';

export interface CallbackOptions {
  /** The access key, and every secret that may have signed, as they are now: a mounted file may have changed. */
  credentials: () => Pick<Credentials, 'accessKey' | 'secrets'>;
  /**
   * Seconds after which a callback is too old to be taken; null: any age is taken.
   *
   * @default null
   */
  maxSkewSeconds?: number | null;
  /**
   * Milliseconds after which a callback is answered, whatever Temporal does.
   *
   * @default 800, because the platform waits 1000
   */
  deadlineMs?: number;
  /**
   * How many may be under way; one more is told at once to come again.
   *
   * @default 256, which at 256 KiB each is 64 MiB
   */
  maxInFlight?: number;
}

/** How one callback ended: the figure it counts under, and what the platform is told when it is not 200. */
interface Ending {
  readonly result: CallbackResult;
  readonly problem?: { readonly code: ErrorCode; readonly detail: string };
}

const LIMIT_BYTES = 256 * 1024;
/** Temporal's answer must come so much before ours, or its own error would be late too. */
const SPARE_MS = 100;

/**
 * Takes the platform's callbacks (docs/reference/platform.md, "Callbacks"): 200 only once the event is safely in
 * Temporal, or could never be. An event is a hint and nothing more.
 */
export class CallbackReceiver {
  readonly #options: Required<CallbackOptions>;
  readonly #hint: OrdersPort['hint'];
  readonly #metrics: Metrics;
  readonly #inFlight: InFlight;

  constructor(options: CallbackOptions, hint: OrdersPort['hint'], metrics: Metrics) {
    this.#options = { maxSkewSeconds: null, deadlineMs: 800, maxInFlight: 256, ...options };
    this.#inFlight = new InFlight({ most: this.#options.maxInFlight });
    this.#hint = hint;
    this.#metrics = metrics;
  }

  /** Answers one callback before the deadline. What the log line may say of it goes into `notes`. */
  async receive(incoming: IncomingMessage, notes: RequestNotes): Promise<Response> {
    const { result, problem } = await this.#endBeforeDeadline(incoming, notes);
    this.#metrics.callbacks.inc({ result });
    notes.result = result;
    if (problem === undefined) return Response.json({ result });
    notes.code = problem.code;
    return problemResponse(errorFor(problem.code, problem.detail));
  }

  async #endBeforeDeadline(incoming: IncomingMessage, notes: RequestNotes): Promise<Ending> {
    const leave = this.#inFlight.enter();
    if (leave === null) return OVERLOADED;
    const deadline = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Ending>((resolve) => {
      timer = setTimeout(() => {
        deadline.abort();
        resolve(LATE);
      }, this.#options.deadlineMs);
    });
    const work = this.#take(incoming, notes, deadline.signal).finally(() => {
      // Temporal's answer ends it, not ours: a slow Temporal can't pile up calls
      leave();
      clearTimeout(timer);
    });
    return await Promise.race([work, late]);
  }

  async #take(incoming: IncomingMessage, notes: RequestNotes, signal: AbortSignal): Promise<Ending> {
    try {
      const rawBody = await readRawBody(incoming, { limitBytes: LIMIT_BYTES, signal });
      return await this.#judge(rawBody, incoming.headers.authorization, notes);
    } catch (error) {
      if (signal.aborted) return LATE;
      if (isPandaponOrdersError(error, 'TOO_LARGE')) return ended('too-large', 'TOO_LARGE', error.message);
      if (isPandaponOrdersError(error, 'BAD_JSON')) return ended('broken-off', 'BAD_JSON', error.message);
      if (isPandaponOrdersError(error)) return UNAVAILABLE;
      throw error;
    }
  }

  async #judge(rawBody: Buffer, authorization: string | undefined, notes: RequestNotes): Promise<Ending> {
    // the Verify button of the platform's console
    if (rawBody.length === 0 && authorization === undefined) return { result: 'verify' };
    const { accessKey, secrets } = this.#options.credentials();
    if (!verifyCallback({ authorization, rawBody, accessKey, secrets })) return REFUSED;
    const message = readCallback(rawBody);
    if (message.kind === 'event' && this.#isStale(message)) return STALE;
    this.#metrics.lastCallback.setToCurrentTime();
    notes.type = loggable(message.type, /^[A-Z0-9_]{1,80}$/);
    if (message.kind === 'undeliverable') return { result: 'undeliverable' };
    notes.platform = message.platform;
    notes.orderId = loggable(message.orderId, /^\d{1,32}$/);
    return await this.#deliver(message, notes);
  }

  async #deliver(callback: CallbackEvent, notes: RequestNotes): Promise<Ending> {
    const { platform, orderId, type, status } = callback;
    const event = { type, by: 'callback', ...(status === null ? {} : { status }) } as const;
    const leftMs = this.#options.deadlineMs - (performance.now() - notes.startedMs);
    const { delivered } = await this.#hint({ platform, orderId, event }, Math.max(1, leftMs - SPARE_MS));
    if (!delivered) return { result: 'no-run' };
    return { result: isKnownCallbackType(type) ? 'delivered' : 'unknown-type' };
  }

  /** Digits of seconds or of milliseconds (docs/reference/platform.md, "Callbacks"); what can't be read has no proof of being fresh. */
  #isStale({ timestamp }: CallbackEvent): boolean {
    const { maxSkewSeconds } = this.#options;
    if (maxSkewSeconds === null) return false;
    if (timestamp === null || !/^(?:\d{10}|\d{13})$/.test(timestamp)) return true;
    const sentMs = timestamp.length === 10 ? Number(timestamp) * 1000 : Number(timestamp);
    return Date.now() - sentMs > maxSkewSeconds * 1000;
  }
}

/** Texts of a message are anybody's: only those of the expected form go into a log. */
const loggable = (text: string | null, form: RegExp): string => (text && form.test(text) ? text : 'odd');

const ended = (result: CallbackResult, code: ErrorCode, detail: string): Ending => ({
  result,
  problem: { code, detail },
});

const OVERLOADED = ended('overloaded', 'OVERLOADED', 'Too many callbacks at once. Send it again later.');
const LATE = ended('late', 'TEMPORAL_UNAVAILABLE', 'It took too long. Send it again later.');
const UNAVAILABLE = ended('unavailable', 'TEMPORAL_UNAVAILABLE', 'Temporal is away. Send it again later.');
const REFUSED = ended('refused', 'UNAUTHORIZED', 'The signature does not fit the body.');
const STALE = ended('stale', 'UNAUTHORIZED', 'The callback is older than CALLBACK_MAX_SKEW_SECONDS.');
