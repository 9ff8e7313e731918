import type { z } from 'zod';

export type HttpMethod = 'GET' | 'POST';

/**
 * How a fact about the platform is known: one of its own pages says it, it was concluded from those pages or from the
 * platform behind it, or nothing public says it and one answer had to be chosen.
 */
export type Known = 'documented' | 'inferred' | 'assumed';

/**
 * One thing the platform offers. The client, the sandbox's router, the command line, the endpoint overrides and the
 * reference page are all driven by these declarations.
 */
export interface Operation<
  Name extends string = string,
  Request extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  /** `<platform>.<subject>.<verb>`. */
  name: Name;
  /** What it does, for people. */
  title: string;
  /** Its place in the menu of the platform's own documentation, `<part>/<group>/<title>`; null: not in it. */
  menu: string | null;
  method: HttpMethod;
  /** Below the base URL. `{member}` is filled in from the request, which then holds it nowhere else. */
  path: string;
  /** `read`: may be made again at will. `effect`: unless it was definitely refused or not sent, only a look tells. */
  effect: 'read' | 'effect';
  /** Of an effect: the read that tells whether it was done; null: none does. */
  look?: string | null;
  /** How the call proves who it is: by the signed headers, or by `timestamp` and `sign` in the query. */
  auth: 'headers' | 'query';
  /** How path and method, request, and answer are known. */
  known: { path: Known; request: Known; answer: Known };
  /** Where that is from: pages of the platform's documentation, or what it was concluded from. */
  from: string;
  /** The least certain of `known`. */
  source: Known;
  /** Wire form in, our form out: `z.encode` writes a request, `z.decode` reads it. GET requests are flat. */
  request: Request;
  /** Wire form in, our form out, of the envelope's `data`. */
  answer: Answer;
  /** A request as the wire has it. */
  example: z.input<Request>;
}

const BY_CERTAINTY: readonly Known[] = ['assumed', 'inferred', 'documented'];

/** Declares one operation, keeping its exact types. */
export const declareOperation = <
  const Name extends string,
  Request extends z.ZodType,
  Answer extends z.ZodType,
>(
  operation: Omit<Operation<Name, Request, Answer>, 'source'>,
): Operation<Name, Request, Answer> => {
  const parts = Object.values(operation.known);
  const source = BY_CERTAINTY.find((known) => parts.includes(known)) ?? 'documented';
  return { ...operation, source };
};
