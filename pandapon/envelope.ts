import { z } from 'zod';
import { parseExact } from './json.ts';
import { codeText } from './shapes/ids.ts';
import type { Exchange } from './transport.ts';

/** The frame around every answer (docs/reference/platform.md, "Envelope"). */
const envelope = z.looseObject({
  code: codeText,
  msg: z.string().nullish(),
  requestId: z.string().nullish(),
  data: z.unknown(),
});

/** What an exchange means before `data` is read by the operation's own schema. Texts are the platform's, untreated. */
export type Verdict =
  | { kind: 'done'; data: unknown; requestId: string | null }
  | { kind: 'refused'; code: string; message: string; requestId: string | null }
  | { kind: 'credentials'; code: string; message: string }
  | { kind: 'not-sent'; message: string; retryAfterSeconds: number | null }
  | { kind: 'unknown'; message: string; retryAfterSeconds: number | null };

/** A gateway in front turned the call away before the platform saw it. Any other 4xx (408 above all) says nothing. */
const REFUSED_BY_GATEWAY = new Set([400, 404, 405, 413, 415]);

/**
 * Judges an exchange (docs/reference/platform.md, "Outcomes"): what is not certainly done or certainly not done is
 * unknown.
 */
export function judge(exchange: Exchange): Verdict {
  if (exchange.kind === 'not-sent') return { ...exchange, retryAfterSeconds: null };
  const { status, retryAfterSeconds } = exchange;
  const unknown = (message: string): Verdict => ({ kind: 'unknown', message, retryAfterSeconds });
  const frame = exchange.kind === 'answer' ? readEnvelope(exchange.text) : null;
  const said = frame?.msg || `HTTP ${status}`;

  if (status === 401 || status === 403) {
    return { kind: 'credentials', code: frame?.code ?? `HTTP_${status}`, message: said };
  }
  if (status === 429) return { kind: 'not-sent', message: said, retryAfterSeconds };
  if (status !== null && REFUSED_BY_GATEWAY.has(status)) {
    const code = frame && isRefusal(frame.code) ? frame.code : `HTTP_${status}`;
    return { kind: 'refused', code, message: said, requestId: frame?.requestId ?? null };
  }
  if (exchange.kind === 'lost') return unknown(exchange.message);
  if (exchange.status < 200 || exchange.status > 299) return unknown(`HTTP ${status}`);
  if (!frame) return unknown(`HTTP ${status} with something else than an answer of the platform`);

  const { code } = frame;
  const requestId = frame.requestId ?? null;
  if (code === '200') return { kind: 'done', data: frame.data, requestId };
  const message = frame.msg || `code ${code}`;
  if (code === '401' || code === '403') return { kind: 'credentials', code, message };
  if (code === '429') return { kind: 'not-sent', message, retryAfterSeconds };
  if (isRefusal(code)) return { kind: 'refused', code, message, requestId };
  return unknown(`code ${code}: ${message}`);
}

/** 4xx and 4xxx, except 408: a time-out says nothing about what was done. */
const isRefusal = (code: string): boolean => /^4\d{2,3}$/.test(code) && code !== '408';

function readEnvelope(text: string): z.output<typeof envelope> | null {
  try {
    const read = envelope.safeParse(parseExact(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
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
