import type { z } from 'zod';

export type HttpMethod = 'GET' | 'POST';

/**
 * One thing the platform offers. The client, the sandbox's router, the command line and the endpoint overrides are all
 * driven by these declarations.
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
  method: HttpMethod;
  /** Below the base URL. */
  path: string;
  /** `read`: may be made again at will. `effect`: unless it was definitely refused or not sent, only a look tells. */
  effect: 'read' | 'effect';
  /** How the path and shapes are known. */
  source: 'documented' | 'inferred' | 'assumed';
  /** How the call proves who it is: by the signed headers. */
  auth: 'headers';
  /** Wire form in, our form out: `z.encode` writes a request, `z.decode` reads it. GET requests are flat. */
  request: Request;
  /** Wire form in, our form out, of the envelope's `data`. */
  answer: Answer;
}

/** Declares one operation, keeping its exact types. */
export const declareOperation = <
  const Name extends string,
  Request extends z.ZodType,
  Answer extends z.ZodType,
>(
  operation: Operation<Name, Request, Answer>,
): Operation<Name, Request, Answer> => operation;
