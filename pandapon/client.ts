import { z } from 'zod';
import type { EndpointOverrides } from './endpoints.ts';
import { judge, type Verdict } from './envelope.ts';
import type { Credentials } from './environment.ts';
import { formOf, personalTextsIn } from './form.ts';
import { type Methods, methodsOf } from './methods.ts';
import { type AnswerOf, type OperationName, operations, type RequestOf } from './operations.ts';
import type { Outcome, OutcomeKind } from './outcome.ts';
import { platformText } from './platform-text.ts';
import { pointerOf, RequestInvalidError } from './request-invalid-error.ts';
import type { TimestampUnit } from './sign.ts';
import { httpRequest, writeRequest } from './signed-request.ts';
import { createTokenBucket } from './token-bucket.ts';
import { exchange } from './transport.ts';

export interface PandaponOptions {
  /** Without a trailing slash. */
  baseUrl: string;
  /** Asked for each call, so that a rotated secret is used at once. */
  credentials: () => Credentials;
  /** @default 'ms' */
  timestampUnit?: TimestampUnit | undefined;
  /** Rows of the endpoint table to replace. @default none */
  endpoints?: EndpointOverrides | undefined;
  /** Of this process; the second belt behind the task queues' own limits. @default 20 */
  callsPerSecond?: number | undefined;
  /** One call, sending and answer together, in milliseconds. @default 10000 */
  timeoutMs?: number | undefined;
  /** Told of each call that came to something. Must not throw. */
  onCall?: ((report: CallReport) => void) | undefined;
}

/** One call, for metrics: nothing in it is personal. */
export interface CallReport {
  operation: OperationName;
  outcome: OutcomeKind;
  /** From leaving the rate limit to the judged answer. */
  milliseconds: number;
}

export interface CallOptions {
  /** On whose behalf. @default the configured user */
  userId?: string | undefined;
  /** Ends the call: not sent when it had not left yet, else unknown. */
  signal?: AbortSignal | undefined;
}

/** Makes one call of one operation. */
export interface Caller {
  /**
   * Makes one call. Whatever becomes of it is in the outcome.
   * @throws RequestInvalidError when `input` does not fit the operation's request; nothing is sent then.
   */
  call<Name extends OperationName>(
    name: Name,
    input: RequestOf<Name>,
    options?: CallOptions,
  ): Promise<Outcome<AnswerOf<Name>>>;
}

/**
 * The platform, with a method for each operation beside `call`: `pandapon.alibaba.order.detail({...})`. Logs nothing,
 * keeps nothing, tries nothing twice.
 */
export type Pandapon = Caller & Methods;

const HEADER_VALUE = /^[\x21-\x7e]+$/;

/** Makes the client that calls the platform. */
export function createPandapon(options: PandaponOptions): Pandapon {
  const { callsPerSecond = 20, onCall } = options;
  const bucket = createTokenBucket(callsPerSecond);
  const caller: Caller = {
    async call<Name extends OperationName>(name: Name, input: RequestOf<Name>, call: CallOptions = {}) {
      const asked = writeRequest(name, input, options.endpoints);
      if (call.userId !== undefined && !HEADER_VALUE.test(call.userId)) {
        throw new RequestInvalidError(name, [
          { pointer: '/user-id', message: 'must be plain characters without blanks' },
        ]);
      }
      const hide = (): readonly string[] => personalTextsIn(formOf(operations[name].request), input);
      const report = (outcome: OutcomeKind, since: number): void =>
        onCall?.({ operation: name, outcome, milliseconds: performance.now() - since });
      try {
        await bucket.take(call.signal);
      } catch {
        report('not-sent', performance.now());
        return {
          kind: 'not-sent',
          message: `${name}: cancelled before it was sent`,
          retryAfterSeconds: null,
        };
      }
      const since = performance.now();
      const outcome = outcomeOf(name, judge(await exchange(httpRequest(asked, options, call))), hide);
      report(outcome.kind, since);
      return outcome;
    },
  };
  return { ...caller, ...methodsOf(caller) };
}

function outcomeOf<Name extends OperationName>(
  name: Name,
  verdict: Verdict,
  hide: () => readonly string[],
): Outcome<AnswerOf<Name>> {
  switch (verdict.kind) {
    case 'refused':
    case 'credentials':
      return { ...verdict, message: platformText(verdict.message, hide()) };
    case 'not-sent':
    case 'unknown':
      return { ...verdict, message: `${name}: ${platformText(verdict.message, hide())}` };
    case 'done':
      return readAnswer(name, verdict);
  }
}

function readAnswer<Name extends OperationName>(
  name: Name,
  { data, requestId }: { data: unknown; requestId: string | null },
): Outcome<AnswerOf<Name>> {
  const schema: z.ZodType = operations[name].answer;
  const read = z.safeDecode(schema, data);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue ? ` at data${pointerOf(issue.path)} (${issue.message})` : '';
    const message = `${name}: an answer that cannot be read${where}`;
    return { kind: 'unknown', message, retryAfterSeconds: null };
  }
  // The parser's edge: the schema of this very name has just read it.
  return { kind: 'done', data: read.data as AnswerOf<Name>, requestId };
}
