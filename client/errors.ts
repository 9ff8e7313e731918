import { ERRORS, type ErrorCode, type PointedMessage } from '../contract/index.ts';

interface ErrorExtras {
  cause?: unknown;
  /** Seconds after which the same call may be made again. */
  retryAfterSeconds?: number | undefined;
  /** Where in the body something does not fit, by JSON pointers. */
  errors?: PointedMessage[] | undefined;
  /** Send the command again with this key to learn what became of it. */
  idempotencyKey?: string | undefined;
}

/**
 * Every error of this library, with the stable `code` (and HTTP `status`) of the one table that HTTP uses too.
 * The message names the thing and what to do; it holds no address, phone number or name of a person.
 */
export class PandaponOrdersError<C extends ErrorCode = ErrorCode> extends Error {
  override name = 'PandaponOrdersError';
  readonly code: C;
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  readonly errors: PointedMessage[] | undefined;
  readonly idempotencyKey: string | undefined;

  constructor(code: C, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.code = code;
    this.status = ERRORS[code].status;
    this.retryAfterSeconds = extras.retryAfterSeconds;
    this.errors = extras.errors;
    this.idempotencyKey = extras.idempotencyKey;
  }
}

/** A class for one code, so that `catch` can say `instanceof`. */
const errorOf = <C extends ErrorCode>(code: C, name: string) =>
  class extends PandaponOrdersError<C> {
    override name = name;
    constructor(message: string, extras?: ErrorExtras) {
      super(code, message, extras);
    }
  };

/** The body does not fit: `errors` says where. Nothing was sent. */
export class InvalidError extends errorOf('INVALID', 'InvalidError') {}
/** There is no purchase or order of this id. */
export class NotFoundError extends errorOf('NOT_FOUND', 'NotFoundError') {}
/** The id belongs to a purchase with another body, perhaps one that has ended. */
export class PurchaseIdTakenError extends errorOf('PURCHASE_ID_TAKEN', 'PurchaseIdTakenError') {}
/** The run has ended; it takes no commands. */
export class AlreadyClosedError extends errorOf('ALREADY_CLOSED', 'AlreadyClosedError') {}
/** Nothing waits for this command. */
export class NotStuckError extends errorOf('NOT_STUCK', 'NotStuckError') {}
/** The command does not fit the stage. */
export class WrongStageError extends errorOf('WRONG_STAGE', 'WrongStageError') {}
/** Somebody was quicker: look again. */
export class StaleRevisionError extends errorOf('STALE_REVISION', 'StaleRevisionError') {}
/** The run is held: release it first. */
export class OnHoldError extends errorOf('ON_HOLD', 'OnHoldError') {}
/** A refund is open; confirming the receipt would close it. */
export class RefundOpenError extends errorOf('REFUND_OPEN', 'RefundOpenError') {}
/** The idempotency key was used with another body. */
export class IdempotencyKeyReusedError extends errorOf(
  'IDEMPOTENCY_KEY_REUSED',
  'IdempotencyKeyReusedError',
) {}
/** The body is larger than 1 MiB. */
export class TooLargeError extends errorOf('TOO_LARGE', 'TooLargeError') {}
/** Temporal is away; the same call can be made again safely. */
export class TemporalUnavailableError extends errorOf('TEMPORAL_UNAVAILABLE', 'TemporalUnavailableError') {}
/** No worker answers; the run itself is safe. */
export class NoWorkerError extends errorOf('NO_WORKER', 'NoWorkerError') {}
/** The answer of a command did not come: it may still take effect. `idempotencyKey` sends the very same again. */
export class OutcomeUnknownError extends errorOf('OUTCOME_UNKNOWN', 'OutcomeUnknownError') {}
/** The platform said a definite no to a question. */
export class PlatformRefusedError extends errorOf('PLATFORM_REFUSED', 'PlatformRefusedError') {}
/** The platform gave no usable answer, or may not be asked again yet; a question can be asked again safely. */
export class PlatformUnavailableError extends errorOf('PLATFORM_UNAVAILABLE', 'PlatformUnavailableError') {}
/** The platform refuses key, signature, clock or user id: useless to repeat before somebody has looked. */
export class CredentialsRefusedError extends errorOf('CREDENTIALS_REFUSED', 'CredentialsRefusedError') {}
/** `PANDAPON_*` is missing or wrong here, so the platform can't be asked. */
export class PlatformNotConfiguredError extends errorOf(
  'PLATFORM_NOT_CONFIGURED',
  'PlatformNotConfiguredError',
) {}
/** Too much is asked at once. */
export class OverloadedError extends errorOf('OVERLOADED', 'OverloadedError') {}
/** A bug of ours: a run failed, was terminated, or answered what it should not. */
export class InternalError extends errorOf('INTERNAL', 'InternalError') {}

const CLASSES: Partial<
  Record<ErrorCode, new (message: string, extras?: ErrorExtras) => PandaponOrdersError>
> = {
  INVALID: InvalidError,
  NOT_FOUND: NotFoundError,
  PURCHASE_ID_TAKEN: PurchaseIdTakenError,
  ALREADY_CLOSED: AlreadyClosedError,
  NOT_STUCK: NotStuckError,
  WRONG_STAGE: WrongStageError,
  STALE_REVISION: StaleRevisionError,
  ON_HOLD: OnHoldError,
  REFUND_OPEN: RefundOpenError,
  IDEMPOTENCY_KEY_REUSED: IdempotencyKeyReusedError,
  TOO_LARGE: TooLargeError,
  TEMPORAL_UNAVAILABLE: TemporalUnavailableError,
  NO_WORKER: NoWorkerError,
  OUTCOME_UNKNOWN: OutcomeUnknownError,
  PLATFORM_REFUSED: PlatformRefusedError,
  PLATFORM_UNAVAILABLE: PlatformUnavailableError,
  CREDENTIALS_REFUSED: CredentialsRefusedError,
  PLATFORM_NOT_CONFIGURED: PlatformNotConfiguredError,
  OVERLOADED: OverloadedError,
  INTERNAL: InternalError,
};

/** The error of a code, of its own class where it has one. */
export function errorFor(code: ErrorCode, message: string, extras?: ErrorExtras): PandaponOrdersError {
  const Class = CLASSES[code];
  return Class === undefined ? new PandaponOrdersError(code, message, extras) : new Class(message, extras);
}

/** True for an error of this library, and when a code is given, of that code. */
export function isPandaponOrdersError<C extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: C,
): error is PandaponOrdersError<C> {
  return error instanceof PandaponOrdersError && (code === undefined || error.code === code);
}
