import { z } from 'zod';
import { type AnswerOf, type OperationName, operations, type RequestOf } from './operations.ts';
import { RequestInvalidError } from './request-invalid-error.ts';

/**
 * Requests and answers as the platform's own JSON has them (`parseExact`, `stringifyExact`), for those who speak it
 * themselves: the command line and the sandbox.
 */

/**
 * Reads a request in the platform's form (ids where it wants integers are integers).
 * @throws RequestInvalidError naming every place that does not fit.
 */
export function requestFromWire<Name extends OperationName>(name: Name, wire: unknown): RequestOf<Name> {
  const schema: z.ZodType = operations[name].request;
  const read = z.safeDecode(schema, wire);
  if (!read.success) throw RequestInvalidError.of(name, read.error);
  // The parser's edge: the schema of this very name has just read it.
  return read.data as RequestOf<Name>;
}

/** Writes a request in the platform's form. @throws RequestInvalidError naming every place that does not fit. */
export function requestToWire<Name extends OperationName>(
  name: Name,
  input: RequestOf<Name>,
): Readonly<Record<string, unknown>> {
  const schema: z.ZodType = operations[name].request;
  const encoded = z.safeEncode(schema, input);
  if (!encoded.success) throw RequestInvalidError.of(name, encoded.error);
  if (!isMembers(encoded.data)) throw new TypeError(`${name}: its request is no object`);
  return encoded.data;
}

/** Writes an answer as the platform's `data` has it: amounts in its units, times in China time, ids as integers where it does. */
export function answerToWire<Name extends OperationName>(name: Name, answer: AnswerOf<Name>): unknown {
  const schema: z.ZodType = operations[name].answer;
  return z.encode(schema, answer);
}

const isMembers = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
