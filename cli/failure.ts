import { isPandaponOrdersError } from '../client/errors.ts';
import type { ErrorCode } from '../contract/index.ts';
import { isConfigurationError, isRequestInvalidError } from '../pandapon/index.ts';
import { ERROR_EXIT, EXIT } from './exit-codes.ts';
import { oneLine } from './text/one-line.ts';
import { UsageError } from './usage-error.ts';

/** Why a command failed, for a person and for a script. */
export interface Failure {
  exitCode: number;
  /** A code of the service, or `USAGE`, `CONFIGURATION`. */
  code: ErrorCode | 'USAGE' | 'CONFIGURATION';
  message: string;
  /** What to do, where the message does not say so itself. */
  hint?: string;
  /** Where in a body something does not fit, by JSON pointers. */
  errors?: readonly { pointer: string; message: string }[];
  retryAfterSeconds?: number;
  /** Said again with this key, a command has its effect once. */
  idempotencyKey?: string;
}

/** Beyond so many a line is no longer read; `-o json` lists all. */
const POINTERS_SHOWN = 6;

const HINTS: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: 'see "orders list"',
  NOT_STUCK: 'see "orders show" for where it stands',
  WRONG_STAGE: 'see "orders show" for where it stands',
  ON_HOLD: 'say "orders release" first',
  TEMPORAL_UNAVAILABLE: 'the same can be said again safely',
};

/** Reads any error. Only what was meant for people is shown: of a bug no more than its first line. */
export function readFailure(error: unknown): Failure {
  if (error instanceof UsageError) return { exitCode: EXIT.usage, code: 'USAGE', message: error.message };
  if (isConfigurationError(error))
    return { exitCode: EXIT.failed, code: 'CONFIGURATION', message: error.message };
  if (isRequestInvalidError(error)) {
    const message = `${error.operation}: the request does not fit, nothing was sent`;
    return { exitCode: EXIT.usage, code: 'INVALID', message, errors: error.problems };
  }
  if (isPandaponOrdersError(error)) {
    const { code, message, errors, retryAfterSeconds, idempotencyKey } = error;
    const hint = idempotencyKey === undefined ? HINTS[code] : `say it again with --key ${idempotencyKey}`;
    return {
      exitCode: ERROR_EXIT[code],
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(errors === undefined ? {} : { errors }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    };
  }
  const message = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
  return { exitCode: EXIT.failed, code: 'INTERNAL', message };
}

/** A failure as the one line that a person reads. */
export function failureLine({ code, message, hint, errors = [] }: Failure): string {
  const pointed = errors.slice(0, POINTERS_SHOWN).map((each) => `${each.pointer || '/'} ${each.message}`);
  if (errors.length > POINTERS_SHOWN) pointed.push(`and ${errors.length - POINTERS_SHOWN} more (-o json)`);
  const where = pointed.length > 0 ? `: ${pointed.join('; ')}` : '';
  return oneLine(`orders: ${message}${where} (${code})${hint === undefined ? '' : `; ${hint}`}`);
}
