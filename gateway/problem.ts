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

/** The answer that tells an error: a problem document with the code, and pointers where a body does not fit. */
export function problemResponse(error: PandaponOrdersError, headers: Record<string, string> = {}): Response {
  const { code, status, message, errors, idempotencyKey } = error;
  const retryAfter = error.retryAfterSeconds ?? RETRY_AFTER_SECONDS[code];
  const document = {
    type: `/docs#${code}`,
    title: ERRORS[code].title,
    status,
    detail: message,
    code,
    ...(errors === undefined ? {} : { errors }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
  return new Response(JSON.stringify(document), {
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
