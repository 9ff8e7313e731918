import type { z } from 'zod';
import type { OperationName } from './operations.ts';

/** Where in a request something does not fit. */
export interface RequestProblem {
  /** JSON pointer. */
  pointer: string;
  message: string;
}

/** A request that does not fit its schema; nothing was sent. Names members, never their values. */
export class RequestInvalidError extends Error {
  override name = 'RequestInvalidError';
  readonly operation: OperationName;
  readonly problems: readonly RequestProblem[];

  constructor(operation: OperationName, problems: readonly RequestProblem[]) {
    const all = problems.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join('; ');
    super(`${operation}: the request does not fit: ${all}`);
    this.operation = operation;
    this.problems = problems;
  }

  /** From what the operation's schema says. */
  static of(operation: OperationName, { issues }: z.core.$ZodError): RequestInvalidError {
    return new RequestInvalidError(
      operation,
      issues.map(({ path, message }) => ({ pointer: pointerOf(path), message })),
    );
  }
}

export const isRequestInvalidError = (error: unknown): error is RequestInvalidError =>
  error instanceof RequestInvalidError;

/** JSON pointer (RFC 6901) of a path. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
