import { z } from 'zod';
import { parseExact } from './json.ts';
import { codeText } from './shapes/ids.ts';
import type { Exchange } from './transport.ts';

/** The frame around every answer (docs/reference/platform.md, "Envelope"). Only `code` decides, so only it must fit. */
const envelope = z.looseObject({
  code: codeText,
  msg: z.unknown().optional(),
  requestId: z.unknown().optional(),
  data: z.unknown().optional(),
});

interface Frame {
  code: string;
  /** The platform's text, or the code where it gives none. */
  message: string;
  requestId: string | null;
  data: unknown;
}

/** What an exchange means before `data` is read by the operation's own schema. Texts are the platform's, untreated. */
export type Verdict =
  | { kind: 'done'; data: unknown; requestId: string | null }
  | { kind: 'refused'; code: string; message: string; requestId: string | null }
  | { kind: 'credentials'; code: string; message: string }
  | { kind: 'not-sent'; message: string; retryAfterSeconds: number | null }
  | { kind: 'unknown'; message: string; retryAfterSeconds: number | null };

/** With these a gateway in front turns a call away before the platform sees it. Any other 4xx (408 above all) says nothing. */
const REFUSED_BY_GATEWAY = new Set([400, 404, 405, 413, 415]);

/**
 * Judges an exchange (docs/reference/platform.md, "Outcomes"): what is not certainly done or certainly not done is
 * unknown.
 */
export function judge(exchange: Exchange): Verdict {
  if (exchange.kind === 'not-sent') return { ...exchange, retryAfterSeconds: null };
  const { status, retryAfterSeconds } = exchange;
  const frame = exchange.kind === 'answer' ? readFrame(exchange.text) : null;
  const code = `HTTP_${status}`;
  const message = frame?.message ?? `HTTP ${status}`;

  // What the HTTP status says alone, whether or not a body came with it.
  if (status === 401 || status === 403) return { kind: 'credentials', code: frame?.code ?? code, message };
  if (status === 429) return { kind: 'not-sent', message, retryAfterSeconds };

  if (exchange.kind === 'lost') return { kind: 'unknown', message: exchange.message, retryAfterSeconds };
  // A body that has not come whole may be an envelope that says otherwise.
  if (!frame && REFUSED_BY_GATEWAY.has(exchange.status)) {
    return { kind: 'refused', code, message, requestId: null };
  }
  const plain = exchange.status >= 200 && exchange.status <= 299;
  const turnedAway = exchange.status >= 400 && exchange.status <= 499;
  if (frame && (plain || turnedAway)) {
    const verdict = judgeCode(frame, retryAfterSeconds);
    // A status of failure around a code of success contradicts itself.
    if (plain || verdict.kind !== 'done') return verdict;
  }
  const what = plain ? ', but not an answer of the platform' : '';
  return { kind: 'unknown', message: `HTTP ${status}${what}`, retryAfterSeconds };
}

function judgeCode({ code, message, requestId, data }: Frame, retryAfterSeconds: number | null): Verdict {
  if (code === '200') return { kind: 'done', data, requestId };
  if (code === '401' || code === '403') return { kind: 'credentials', code, message };
  if (code === '429') return { kind: 'not-sent', message, retryAfterSeconds };
  if (isRefusal(code)) return { kind: 'refused', code, message, requestId };
  return { kind: 'unknown', message: `code ${code} (${message})`, retryAfterSeconds };
}

/** 4xx and 4xxx, except 408: a time-out says nothing about what was done. */
const isRefusal = (code: string): boolean => /^4\d{2,3}$/.test(code) && code !== '408';

function readFrame(text: string): Frame | null {
  let parsed: unknown;
  try {
    parsed = parseExact(text);
  } catch {
    return null;
  }
  const read = envelope.safeParse(parsed);
  if (!read.success) return null;
  const { code, msg, requestId, data } = read.data;
  return {
    code,
    message: typeof msg === 'string' && msg !== '' ? msg : `code ${code}`,
    requestId: typeof requestId === 'string' ? requestId : null,
    data,
  };
}

/** The second success flag, which stands inside `data` of several operations. */
export interface InnerFlag {
  success?: boolean | null | undefined;
  errorCode?: string | null | undefined;
  errorMsg?: string | null | undefined;
  errorInfo?: string | null | undefined;
}

/**
 * The refusal that the second success flag tells, or null when `success` is anything but false
 * (docs/reference/platform.md, "Envelope").
 */
export function refusalInside(data: InnerFlag): { code: string; message: string } | null {
  if (data.success !== false) return null;
  const message = data.errorMsg || data.errorInfo || 'no reason given';
  return { code: data.errorCode || 'NO_CODE', message };
}
