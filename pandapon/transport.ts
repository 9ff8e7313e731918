import type { IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Agent, type Dispatcher } from 'undici';
import type { HttpMethod } from './operation.ts';

/** No answer of the platform comes near; a body without end must not fill the memory. Counted after decompression. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** A `Retry-After` beyond an hour is taken as an hour: a wrong one must not park an order for ever. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

export interface HttpRequest {
  url: string;
  method: HttpMethod;
  headers: Record<string, string>;
  /** Of a POST. */
  body?: string | undefined;
  /** What a GET asks, and what some POSTs prove themselves by. */
  query?: URLSearchParams | undefined;
  /** For headers and body of the answer together. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * What came of one HTTP exchange. `not-sent`: no byte of it has left, and none will. `lost`: something may have gone out
 * and no whole answer came back; `status` is set when the head of the answer still came.
 */
export type Exchange =
  | { kind: 'answer'; status: number; retryAfterSeconds: number | null; text: string }
  | { kind: 'not-sent'; message: string }
  | { kind: 'lost'; message: string; status: number | null; retryAfterSeconds: number | null };

/** Sends one request once. Redirects are not followed; nothing is retried. Never throws. */
export function exchange(request: HttpRequest): Promise<Exchange> {
  if (request.signal?.aborted)
    return Promise.resolve({ kind: 'not-sent', message: 'cancelled before it was sent' });
  return new Promise((resolve) => new Sending(request, resolve).begin());
}

/**
 * Holds the connections of this process. undici is what `fetch` is made of; called through its handlers, without
 * `fetch`, promises and streams around it, a call costs a worker a fraction. Its own times are out of the way:
 * `timeoutMs` covers a call from end to end.
 */
const connections = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

const decoder = new TextDecoder();

/** The head of an answer. */
interface Head {
  status: number;
  retryAfterSeconds: number | null;
  encoding: string;
}

const NO_HEAD = { status: null, retryAfterSeconds: null };

/**
 * One request on its way. It comes to exactly one end, whatever is heard of it afterwards. undici says when it begins to
 * write (`onRequestStart`): what has ended before has not been sent.
 */
class Sending implements Dispatcher.DispatchHandler {
  private connection: Dispatcher.DispatchController | null = null;
  private head: Head | null = null;
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private over = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly request: HttpRequest,
    private readonly resolve: (came: Exchange) => void,
  ) {}

  begin(): void {
    const { url, query, method, headers, body, timeoutMs, signal } = this.request;
    this.timer = setTimeout(() => {
      this.giveUp(`no ${this.connection === null ? 'connection' : 'answer'} within ${timeoutMs} ms`);
    }, timeoutMs);
    signal?.addEventListener('abort', this.cancel, { once: true });
    try {
      const { origin, pathname, search } = new URL(query === undefined ? url : `${url}?${query}`);
      const accepts = { ...headers, 'accept-encoding': 'gzip' };
      connections.dispatch(
        { origin, path: `${pathname}${search}`, method, headers: accepts, body: body ?? null },
        this,
      );
    } catch (error) {
      this.fail(`no connection (${causeOf(error)})`);
    }
  }

  private readonly cancel = (): void =>
    this.giveUp(`cancelled ${this.connection === null ? 'before it was sent' : 'while it was out'}`);

  /** Nothing of it has been written yet; what was given up meanwhile never is. */
  onRequestStart(connection: Dispatcher.DispatchController): void {
    this.connection = connection;
    if (this.over) connection.abort(new Error('given up'));
  }

  onResponseStart(
    _connection: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    const retryAfterSeconds = readRetryAfter(only(headers['retry-after']), Date.now());
    const encoding = (only(headers['content-encoding']) ?? '').trim().toLowerCase();
    this.head = { status, retryAfterSeconds, encoding };
  }

  onResponseData(_connection: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.byteLength;
    if (this.size > MAX_ANSWER_BYTES) this.giveUp(TOO_LARGE);
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { head } = this;
    if (head === null) return this.fail('an answer without a head');
    const { status, retryAfterSeconds, encoding } = head;
    const unpack = UNPACK.get(encoding);
    if (unpack === undefined) return this.fail('an answer in an encoding that was not asked for');
    try {
      const text = decoder.decode(unpack(Buffer.concat(this.chunks)));
      this.end({ kind: 'answer', status, retryAfterSeconds, text });
    } catch (error) {
      const why = causeOf(error);
      this.fail(why === 'ERR_BUFFER_TOO_LARGE' ? TOO_LARGE : `the answer broke off (${why})`);
    }
  }

  onResponseError(_connection: Dispatcher.DispatchController, error: Error): void {
    const what = this.head === null ? 'the connection failed' : 'the answer broke off';
    this.fail(`${this.connection === null ? 'no connection' : what} (${causeOf(error)})`);
  }

  /** We wait no longer. */
  private giveUp(why: string): void {
    this.fail(why);
    this.connection?.abort(new Error(why));
  }

  private fail(message: string): void {
    if (this.connection === null) return this.end({ kind: 'not-sent', message });
    const { status, retryAfterSeconds } = this.head ?? NO_HEAD;
    this.end({ kind: 'lost', message, status, retryAfterSeconds });
  }

  private end(came: Exchange): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.request.signal?.removeEventListener('abort', this.cancel);
    this.resolve(came);
  }
}

const TOO_LARGE = `an answer above ${MAX_ANSWER_BYTES} bytes`;

const only = (header: string | string[] | undefined): string | null =>
  (Array.isArray(header) ? header[0] : header) ?? null;

const BOUND = { maxOutputLength: MAX_ANSWER_BYTES };

/** A body as it was before it was compressed on its way, by its `Content-Encoding`. They throw of a broken one, or one beyond the bound. */
const UNPACK: ReadonlyMap<string, (body: Buffer) => Buffer> = new Map([
  ['', (body) => body],
  ['identity', (body) => body],
  ['gzip', (body) => gunzipSync(body, BOUND)],
  ['x-gzip', (body) => gunzipSync(body, BOUND)],
  ['deflate', (body) => inflateSync(body, BOUND)],
  ['br', (body) => brotliDecompressSync(body, BOUND)],
]);

/** Seconds until another try, from a number of seconds or an HTTP date; null when the header is absent or senseless. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1000);
  if (Number.isNaN(seconds)) return null;
  return Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_SECONDS);
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return 'unknown cause';
  const code: unknown = Reflect.get(cause, 'code');
  return typeof code === 'string' ? code : cause.name;
}
