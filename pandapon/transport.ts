import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, type Dispatcher, request as send } from 'undici';
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
 * What came of one HTTP exchange. `lost`: something may have gone out and no whole answer came back.
 * `status` of a lost one is set when the head of the answer still came.
 */
export type Exchange =
  | { kind: 'answer'; status: number; retryAfterSeconds: number | null; text: string }
  | { kind: 'not-sent'; message: string }
  | { kind: 'lost'; message: string; status: number | null; retryAfterSeconds: number | null };

/** Sends one request once. Redirects are not followed; nothing is retried. Never throws. */
export async function exchange(request: HttpRequest): Promise<Exchange> {
  const { signal, timeoutMs } = request;
  if (signal?.aborted) return { kind: 'not-sent', message: 'cancelled before it was sent' };
  const end = new AbortController();
  let ended = '';
  const endWith = (why: string): void => {
    ended ||= why;
    end.abort();
  };
  const timer = setTimeout(() => endWith(`no answer within ${timeoutMs} ms`), timeoutMs);
  const cancel = (): void => endWith('cancelled while it was out');
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await sendAndRead(request, end.signal, () => ended);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

async function sendAndRead(request: HttpRequest, end: AbortSignal, ended: () => string): Promise<Exchange> {
  let response: Dispatcher.ResponseData;
  try {
    response = await send(urlOf(request), optionsFor(request, end));
  } catch (error) {
    if (!ended() && neverConnected(error))
      return { kind: 'not-sent', message: `no connection (${causeOf(error)})` };
    const message = ended() || `the connection failed (${causeOf(error)})`;
    return { kind: 'lost', message, status: null, retryAfterSeconds: null };
  }
  const status = response.statusCode;
  const retryAfterSeconds = readRetryAfter(headerOf(response, 'retry-after'), Date.now());
  try {
    const text = await boundedText(plainBody(response));
    if (text !== null) return { kind: 'answer', status, retryAfterSeconds, text };
    return { kind: 'lost', message: `an answer above ${MAX_ANSWER_BYTES} bytes`, status, retryAfterSeconds };
  } catch (error) {
    const message = ended() || `the answer broke off (${causeOf(error)})`;
    return { kind: 'lost', message, status, retryAfterSeconds };
  }
}

const decoder = new TextDecoder();

/**
 * Holds the connections of this process. undici is what `fetch` is made of; without `fetch` around it a call costs a
 * worker a fraction. Its own times are out of the way: `timeoutMs` covers a call from end to end.
 */
const connections = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

function optionsFor({ method, headers, body }: HttpRequest, signal: AbortSignal) {
  return {
    dispatcher: connections,
    method,
    headers: { ...headers, 'accept-encoding': 'gzip, deflate' },
    body: body ?? null,
    signal,
  };
}

function urlOf({ url, query }: HttpRequest): string {
  return query === undefined ? url : `${url}?${query}`;
}

function headerOf({ headers }: Dispatcher.ResponseData, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** The body as it was before it was compressed on its way. */
function plainBody(response: Dispatcher.ResponseData): Readable {
  const unpack = unpackerOf(headerOf(response, 'content-encoding'));
  if (!unpack) return response.body;
  // A body that breaks off breaks the unpacking off, and an unpacking that ends early ends the connection.
  return pipeline(response.body, unpack, () => undefined);
}

function unpackerOf(encoding: string | null): Transform | null {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return null;
  }
}

/** The body as text; null when it is above the bound. */
async function boundedText(body: Readable): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes: Buffer = chunk;
    size += bytes.byteLength;
    if (size > MAX_ANSWER_BYTES) return null;
    chunks.push(bytes);
  }
  return decoder.decode(Buffer.concat(chunks));
}

/** Seconds until another try, from a number of seconds or an HTTP date; null when the header is absent or senseless. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1000);
  if (Number.isNaN(seconds)) return null;
  return Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_SECONDS);
}

/** Failures of the look-up and of connecting. The same codes from a socket in use would not prove anything. */
const CONNECTING = new Set(['connect', 'getaddrinfo']);
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** True only when no byte of the request can have left: the name was not found, or no connection came about. */
function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(failedToConnect);
  return failedToConnect(cause);
}

function failedToConnect(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const code = memberText(cause, 'code');
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return true;
  return code !== null && NEVER_CONNECTED.has(code) && CONNECTING.has(memberText(cause, 'syscall') ?? '');
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return 'unknown cause';
  return memberText(cause, 'code') ?? cause.name;
}

function memberText(error: Error, member: 'code' | 'syscall'): string | null {
  const value: unknown = Reflect.get(error, member);
  return typeof value === 'string' ? value : null;
}
