import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { CODES } from './behaviour.ts';
import { envelope } from './envelope.ts';
import type { FaultKind } from './faults.ts';

/** Kinds that replace the answer; the others change how the call is carried out. */
export type SpoilKind = Exclude<FaultKind, 'slow' | 'pay-lies' | 'pay-false'>;

export const isSpoilKind = (kind: FaultKind): kind is SpoilKind =>
  kind !== 'slow' && kind !== 'pay-lies' && kind !== 'pay-false';

interface Spoilt {
  outgoing: ServerResponse;
  requestId: string;
  /** What would have been answered. */
  body: string;
  retryAfterSeconds?: number | undefined;
}

const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** Answers as badly as wanted. */
export function spoil(
  kind: SpoilKind,
  { outgoing, requestId, body, retryAfterSeconds = 1 }: Spoilt,
): Response {
  const retryAfter = { 'retry-after': String(retryAfterSeconds) };
  switch (kind) {
    case 'http-500':
      return text(500, 'Internal Server Error', 'text/plain');
    case 'http-502-html':
      return text(502, HTML, 'text/html; charset=utf-8');
    case 'http-200-html':
      return text(200, HTML, 'text/html; charset=utf-8');
    case 'code-500':
      return json(200, envelope(requestId, 500, '系统异常'));
    case 'http-429':
      return json(429, envelope(requestId, 429, 'TOO_MANY_REQUESTS'), retryAfter);
    case 'code-429':
      return json(200, envelope(requestId, 429, 'TOO_MANY_REQUESTS'), retryAfter);
    case 'refusal':
      return json(200, envelope(requestId, CODES.SANDBOX_REFUSAL, 'SANDBOX_REFUSAL'));
    case 'http-401':
      return json(401, envelope(requestId, 401, 'SIGNATURE_WRONG'));
    case 'code-401':
      return json(200, envelope(requestId, 401, 'SIGNATURE_WRONG'));
    case 'cut-body':
      return cut(outgoing, body);
    case 'reset':
      return reset(outgoing);
    case 'hang':
      return RESPONSE_ALREADY_SENT;
  }
}

/** Breaks the connection without a word. */
export function reset(outgoing: ServerResponse): Response {
  outgoing.socket?.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** Sends half of the body that the head announces. */
function cut(outgoing: ServerResponse, body: string): Response {
  const bytes = Buffer.from(body, 'utf8');
  outgoing.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': bytes.length });
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.socket?.destroy());
  return RESPONSE_ALREADY_SENT;
}

const JSON_TYPE = 'application/json;charset=UTF-8';

const text = (status: number, body: string, type: string): Response =>
  new Response(body, { status, headers: { 'content-type': type } });

/** An answer in JSON. */
export const json = (status: number, body: string, headers: Record<string, string> = {}): Response =>
  new Response(body, { status, headers: { 'content-type': JSON_TYPE, ...headers } });
