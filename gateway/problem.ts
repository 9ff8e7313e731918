import { errorFor, isPandaponOrdersError, type PandaponOrdersError } from '../client/errors.ts';
import { ERRORS, type ErrorCode } from '../contract/index.ts';

/** The media type of a problem document (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** Seconds after which a caller may try again when the error itself names none; every 503 carries them. */
const RETRY_AFTER_SECONDS: Partial<Record<ErrorCode, number>> = {
  TEMPORAL_UNAVAILABLE: 5,
  NO_WORKER: 5,
  OUTCOME_UNKNOWN: 2,
  OVERLOADED: 1,
  PLATFORM_UNAVAILABLE: 2,
};

/**
 * An error as one of the library's. Anything else is `INTERNAL`, and its message stays inside: it could quote what a
 * caller sent.
 */
export function asOrdersError(error: unknown): PandaponOrdersError {
  if (isPandaponOrdersError(error)) return error;
  return errorFor('INTERNAL', 'Something broke here. The log lines of this request id say where.', {
    cause: error,
  });
}

/** The problem document of an error: its code, and pointers where a body does not fit. */
export function problemDocument({
  code,
  status,
  message,
  errors,
  idempotencyKey,
}: PandaponOrdersError): string {
  return JSON.stringify({
    type: `/docs#${code}`,
    title: ERRORS[code].title,
    status,
    detail: message,
    code,
    ...(errors === undefined ? {} : { errors }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
}

/** The answer that tells an error. */
export function problemResponse(error: PandaponOrdersError, headers: Record<string, string> = {}): Response {
  const { code, status, idempotencyKey } = error;
  const retryAfter = error.retryAfterSeconds ?? RETRY_AFTER_SECONDS[code];
  return new Response(problemDocument(error), {
    status,
    headers: {
      'Content-Type': PROBLEM_TYPE,
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(Math.ceil(retryAfter)) }),
      ...(code === 'UNAUTHORIZED' ? { 'WWW-Authenticate': 'Bearer' } : {}),
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      ...headers,
    },
  });
}
