import type { ErrorCode } from '../contract/index.ts';
import type { OutcomeKind } from '../pandapon/index.ts';

/** What `orders` ends with, for scripts (docs/reference/cli.md, "Exit codes"). Numbers never change their meaning. */
export const EXIT = {
  done: 0,
  /** Wrong configuration, Temporal out of reach at the start, or a bug of ours. */
  failed: 1,
  /** The command line or a body does not fit; nothing was sent. */
  usage: 2,
  /** A definite no, of the platform or of a run: nothing was done. */
  refused: 3,
  notFound: 4,
  /** Key, signature, clock, user id or role refused: useless to repeat unchanged. */
  credentials: 5,
  /** Nothing was done, and the same can be said again later. */
  notSent: 6,
  /** It may have been done or not: look first. */
  unknown: 7,
  /** Carried out, but not all of it is well. */
  partly: 8,
  interrupted: 130,
} as const;

/** How a platform call ended, as an exit code. */
export const OUTCOME_EXIT: Readonly<Record<OutcomeKind, number>> = {
  done: EXIT.done,
  refused: EXIT.refused,
  credentials: EXIT.credentials,
  'not-sent': EXIT.notSent,
  unknown: EXIT.unknown,
};

/** Each error of the service as an exit code. */
export const ERROR_EXIT: Readonly<Record<ErrorCode, number>> = {
  BAD_JSON: EXIT.usage,
  INVALID: EXIT.usage,
  TOO_LARGE: EXIT.usage,
  IDEMPOTENCY_KEY_REUSED: EXIT.usage,
  METHOD_NOT_ALLOWED: EXIT.usage,
  UNSUPPORTED_MEDIA_TYPE: EXIT.usage,
  UNAUTHORIZED: EXIT.credentials,
  NOT_ALLOWED: EXIT.credentials,
  NOT_FOUND: EXIT.notFound,
  PURCHASE_ID_TAKEN: EXIT.refused,
  ALREADY_CLOSED: EXIT.refused,
  NOT_STUCK: EXIT.refused,
  WRONG_STAGE: EXIT.refused,
  STALE_REVISION: EXIT.refused,
  ON_HOLD: EXIT.refused,
  REFUND_OPEN: EXIT.refused,
  PLATFORM_REFUSED: EXIT.refused,
  CREDENTIALS_REFUSED: EXIT.credentials,
  PLATFORM_NOT_CONFIGURED: EXIT.failed,
  PLATFORM_UNAVAILABLE: EXIT.notSent,
  TEMPORAL_UNAVAILABLE: EXIT.notSent,
  NO_WORKER: EXIT.notSent,
  OVERLOADED: EXIT.notSent,
  OUTCOME_UNKNOWN: EXIT.unknown,
  INTERNAL: EXIT.failed,
};
