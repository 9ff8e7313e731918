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
}

export const isRequestInvalidError = (error: unknown): error is RequestInvalidError =>
  error instanceof RequestInvalidError;
