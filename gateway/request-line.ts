import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import { isPandaponOrdersError } from '../client/errors.ts';
import type { Metrics } from './metrics.ts';

/** What a handler adds to the one log line of its request. Never a body, an address or a secret. */
export interface RequestNotes {
  readonly requestId: string;
  readonly startedMs: number;
  /** The pattern of the route, not the path: paths hold ids. */
  route: string;
  /** The name of the API key. */
  caller?: string;
  purchaseId?: string;
  platform?: string;
  orderId?: string;
  command?: string;
  /** What became of a callback, and its type. */
  result?: string;
  type?: string;
  /** The code of a problem. */
  code?: string;
}

export interface GatewayEnv {
  Bindings: HttpBindings;
  Variables: { notes: RequestNotes };
}

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives each request an id (the caller's `X-Request-Id` when it has one), times it and writes its one line. */
export function requestLine(log: Logger, metrics: Metrics): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const theirs = c.req.header('x-request-id') ?? '';
    const notes: RequestNotes = {
      requestId: REQUEST_ID.test(theirs) ? theirs : randomUUID(),
      startedMs: performance.now(),
      route: 'unmatched',
    };
    c.set('notes', notes);
    // on node's own response: touching the headers of a finished Response would copy it
    c.env.outgoing.setHeader('X-Request-Id', notes.requestId);
    await next();
    const { startedMs, ...line } = notes;
    const ms = Math.round((performance.now() - startedMs) * 10) / 10;
    const { method } = c.req;
    const { status } = c.res;
    metrics.httpSeconds.observe({ method, route: notes.route, status: String(status) }, ms / 1000);
    if (c.error && !isPandaponOrdersError(c.error)) {
      log.error({ event: 'bug', requestId: notes.requestId, ...whereItBroke(c.error) });
    }
    log.info({ event: 'request', method, ...line, status, ms });
  };
}

/** The kind of an unexpected error and its frames; its message could quote what a caller sent. */
function whereItBroke(error: Error): { error: string; at: string[] } {
  const frames = (error.stack ?? '').split('\n').filter((frame) => /^\s+at /.test(frame));
  return { error: error.name, at: frames.slice(0, 8).map((frame) => frame.trim()) };
}
