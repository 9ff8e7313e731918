import type { Context } from 'hono';
import { z } from 'zod';
import { errorFor } from '../client/errors.ts';
import type { ErrorCode, PointedMessage } from '../contract/index.ts';
import { pointTo } from '../contract/plain-json.ts';
import type { ApiKeys, Caller, Role } from './api-keys.ts';
import type { InFlight, Lane, Lanes } from './in-flight.ts';
import { JSON_LIMIT_BYTES, readJsonBody } from './json-body.ts';
import type { GatewayEnv, RequestNotes } from './request-line.ts';

/** What a handler is given: everything is read and checked already, except what only the library can check. */
export interface Call<P = unknown, Q = unknown> {
  params: P;
  query: Q;
  /** As parsed; undefined when none came. */
  body: unknown;
  caller: Caller;
  notes: RequestNotes;
  context: Context<GatewayEnv>;
}

/** An answer in JSON. */
export interface Answer {
  status: 200 | 202;
  body: unknown;
}

export interface BodyDeclaration {
  schema: z.ZodType;
  required: boolean;
  /** @default 1 MiB */
  limitBytes?: number;
  /** The handler reads the bytes itself. */
  raw?: true;
  example?: unknown;
}

export interface AnswerDeclaration {
  description: string;
  /** Absent: no body that the document describes. */
  schema?: z.ZodType;
  /** @default 'application/json' */
  mediaType?: string;
}

interface Documentation {
  /** `operationId` in the document. */
  readonly id: string;
  readonly method: 'get' | 'post';
  /** In the document's form: `/v1/purchases/{id}`. */
  readonly path: string;
  /** null: no key is asked for. */
  readonly role: Role | null;
  /** The key is `{key}` of the path instead of a header: for browsers that can send no header of ours. */
  readonly keyInPath?: true;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly body?: BodyDeclaration;
  /** Takes `Idempotency-Key`. */
  readonly idempotent?: boolean;
  readonly answers: Partial<Record<200 | 202, AnswerDeclaration>>;
  /** Codes beside those that follow from the rest (key, path, query, body, Temporal). */
  readonly problems?: readonly ErrorCode[];
}

/** One route: what the document says of it, and what it does. */
export interface Operation extends Documentation {
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  answer(context: Context<GatewayEnv>, guards: Guards): Promise<Response>;
}

/** Who may come in, and how many at once. */
export interface Guards {
  readonly keys: ApiKeys;
  readonly lanes: Lanes;
}

interface Declaration<P extends z.ZodObject, Q extends z.ZodObject> extends Documentation {
  readonly params: P;
  readonly query: Q;
  /**
   * Whose room it takes. Routes without a role take none: the receiver of callbacks counts for itself, probes and
   * documents always answer.
   *
   * @default () => 'call'
   */
  lane?(query: z.output<Q>): Lane;
  handle(call: Call<z.output<P>, z.output<Q>>): Promise<Answer | Response>;
}

/** For routes without `{...}` in their path. */
export const noParams = z.object({});
/** For routes that take no query parameters. */
export const noQuery = z.strictObject({});
/** For routes that probes and tools call with whatever they like. */
export const anyQuery = z.looseObject({});

/**
 * Makes a route of its declaration: key, role, path, query, room and body are checked in this order, then it is handled.
 * Nobody without a key takes room.
 */
export function operation<P extends z.ZodObject, Q extends z.ZodObject>(
  declaration: Declaration<P, Q>,
): Operation {
  const { handle, lane = () => 'call' as const, ...shown } = declaration;
  const { path, role, params, query, body } = shown;
  return {
    ...shown,
    async answer(context, { keys, lanes }) {
      const { notes } = context.var;
      notes.route = path;
      const key = shown.keyInPath ? context.req.param('key') : keyInHeader(context);
      const caller = role === null ? NOBODY : authorize(keys, key, role, notes);
      if (shown.keyInPath) refuseMightyKey(caller);
      const named = readParams(params, context);
      noteIds(notes, named);
      const asked = readQuery(query, context);
      const leave = role === null ? noPlace : enter(lanes[lane(asked)], body ? bodyBytes(body, context) : 0);
      try {
        const answer = await handle({
          params: named,
          query: asked,
          body: body && !body.raw ? await readBody(body, context) : undefined,
          caller,
          notes,
          context,
        });
        if (answer instanceof Response) return answer;
        return Response.json(answer.body, {
          status: answer.status,
          headers: { 'Cache-Control': 'no-store' },
        });
      } finally {
        leave();
      }
    },
  };
}

const noPlace = (): void => undefined;

function enter(room: InFlight, bytes: number): () => void {
  const leave = room.enter(bytes);
  if (leave !== null) return leave;
  throw errorFor('OVERLOADED', 'Too many requests are under way here. Send it again in a moment.');
}

/** What a body may come to: what is declared, or as much as is read at all. */
function bodyBytes({ limitBytes = JSON_LIMIT_BYTES }: BodyDeclaration, { env }: Context<GatewayEnv>): number {
  const { 'content-length': declared, 'transfer-encoding': encoding } = env.incoming.headers;
  if (encoding !== undefined) return limitBytes;
  return Math.min(Number(declared ?? 0), limitBytes);
}

const NOBODY: Caller = { name: '', roles: new Set() };

const keyInHeader = (context: Context<GatewayEnv>): string | undefined =>
  /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];

function authorize(keys: ApiKeys, key: string | undefined, role: Role, notes: RequestNotes): Caller {
  const caller = key === undefined ? null : keys.find(key);
  if (caller === null) {
    throw errorFor('UNAUTHORIZED', 'Send a key of this gateway as "Authorization: Bearer <key>".');
  }
  notes.caller = caller.name;
  if (caller.roles.has(role)) return caller;
  throw errorFor('NOT_ALLOWED', `The key "${caller.name}" has not the role "${role}".`);
}

/** Paths are seen by proxies and browsers: what stands in one must be good for a single thing. */
function refuseMightyKey({ name, roles }: Caller): void {
  if (roles.size === 1) return;
  throw errorFor('NOT_ALLOWED', `The key "${name}" has more than one role: it may not stand in a path.`);
}

/** `null` is a body, and fits nothing here; it must not pass for an absent one. */
async function readBody(
  { limitBytes, required }: BodyDeclaration,
  context: Context<GatewayEnv>,
): Promise<unknown> {
  const body = await readJsonBody(context.env.incoming, limitBytes);
  if (body === undefined && required) throw errorFor('BAD_JSON', 'No body came. Send a JSON object.');
  if (body !== null) return body;
  const errors = [{ pointer: '', message: 'is null' }];
  throw errorFor('INVALID', 'The body must be a JSON object.', { errors });
}

/** Which purchase or order it is about, for the log line. */
function noteIds(notes: RequestNotes, { id, platform, orderId }: Record<string, unknown>): void {
  if (typeof id === 'string') notes.purchaseId = id;
  if (typeof platform === 'string') notes.platform = platform;
  if (typeof orderId === 'string') notes.orderId = orderId;
}

/** A path that does not fit its pattern names nothing. */
function readParams<P extends z.ZodObject>(schema: P, context: Context<GatewayEnv>): z.output<P> {
  const read = schema.safeParse(context.req.param());
  if (read.success) return read.data;
  throw errorFor('NOT_FOUND', 'The path holds an id that nothing can have.');
}

function readQuery<Q extends z.ZodObject>(schema: Q, context: Context<GatewayEnv>): z.output<Q> {
  const { url } = context.req;
  const given = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
  const read = schema.safeParse(Object.fromEntries(given));
  const repeated = new Set([...given.keys()].filter((name) => given.getAll(name).length > 1));
  const errors = [
    ...[...repeated].map((name) => pointed([name], 'stands twice')),
    ...(read.error?.issues ?? []).flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((name) => pointed([name], 'is not a parameter of this route'))
        : [pointed(issue.path, issue.message)],
    ),
  ];
  if (read.success && errors.length === 0) return read.data;
  throw errorFor('INVALID', 'The query does not fit: errors[].pointer names the parameters.', { errors });
}

const pointed = (path: readonly PropertyKey[], message: string): PointedMessage => ({
  pointer: path.reduce<string>((pointer, step) => pointTo(pointer, String(step)), ''),
  message,
});
