/**
 * Every error a caller can meet: one table, shared by library, HTTP and runs. Codes are stable.
 * `status` is the HTTP status; `title` a short fixed text.
 */
export const ERRORS = {
  BAD_JSON: { status: 400, title: 'The body is not JSON' },
  UNAUTHORIZED: { status: 401, title: 'The key or signature is missing or wrong' },
  NOT_ALLOWED: { status: 403, title: 'The key has not the role for this' },
  NOT_FOUND: { status: 404, title: 'There is no such thing' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed here' },
  PURCHASE_ID_TAKEN: { status: 409, title: 'The id belongs to another purchase' },
  ALREADY_CLOSED: { status: 409, title: 'The run has ended' },
  NOT_STUCK: { status: 409, title: 'Nothing waits for this command' },
  WRONG_STAGE: { status: 409, title: 'The command does not fit the stage' },
  STALE_REVISION: { status: 409, title: 'Somebody was quicker' },
  ON_HOLD: { status: 409, title: 'The run is held' },
  REFUND_OPEN: { status: 409, title: 'A refund is open' },
  TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The content type is not supported' },
  INVALID: { status: 422, title: 'The request does not fit the schema' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'The idempotency key was used with another body' },
  PLATFORM_REFUSED: { status: 422, title: 'The platform refused it' },
  INTERNAL: { status: 500, title: 'A bug of ours' },
  PLATFORM_NOT_CONFIGURED: { status: 501, title: 'There are no settings for the platform here' },
  CREDENTIALS_REFUSED: { status: 502, title: 'The platform refused our key, clock or user id' },
  PLATFORM_UNAVAILABLE: { status: 503, title: 'The platform gave no usable answer' },
  TEMPORAL_UNAVAILABLE: { status: 503, title: 'Temporal is away' },
  NO_WORKER: { status: 503, title: 'No worker answers' },
  OUTCOME_UNKNOWN: { status: 503, title: 'The command may still take effect' },
  OVERLOADED: { status: 503, title: 'Too much at once' },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** Where in a body something does not fit: a JSON pointer and a sentence. */
export interface PointedMessage {
  pointer: string;
  message: string;
}

/**
 * The type an update's refusal carries through Temporal (`ApplicationFailure.type`), so that the client can
 * make the error with the same code out of it.
 */
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(ERRORS, text);
