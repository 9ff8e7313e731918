import { Hono } from 'hono';
import type { Logger } from 'pino';
import { errorFor } from '../client/errors.ts';
import { type CallbackOptions, CallbackReceiver } from './callbacks.ts';
import { type Listening, listen } from './http-server.ts';
import { createMetrics } from './metrics.ts';
import type { OrdersPort } from './orders-port.ts';
import { asOrdersError, problemResponse } from './problem.ts';
import { type GatewayEnv, requestLine } from './request-line.ts';

export interface GatewayOptions {
  orders: OrdersPort;
  callbacks: CallbackOptions;
  log: Logger;
  /** @default '127.0.0.1' */
  host?: string;
  /** 0: any free port. @default 8080 */
  port?: number;
}

/** How long `/readyz` waits for Temporal. */
const READY_MS = 1_000;

/** Makes a gateway and listens. It keeps no state: any number of them can stand behind a balancer. */
export async function createGateway(options: GatewayOptions): Promise<Listening> {
  const { orders, log } = options;
  const metrics = createMetrics();
  const receiver = new CallbackReceiver(options.callbacks, orders.hint, metrics);
  const app = new Hono<GatewayEnv>();
  app.use(requestLine(log, metrics));
  app.onError((error, c) => {
    const known = asOrdersError(error);
    c.var.notes.code = known.code;
    return problemResponse(known);
  });
  app.notFound((c) => {
    c.var.notes.code = 'NOT_FOUND';
    return problemResponse(errorFor('NOT_FOUND', 'There is no such path. GET /docs lists them.'));
  });
  app.post('/callbacks/pandapon', (c) => {
    c.var.notes.route = '/callbacks/pandapon';
    return receiver.receive(c.env.incoming, c.var.notes);
  });
  app.get('/healthz', (c) => {
    c.var.notes.route = '/healthz';
    return c.json({ status: 'ok' });
  });
  app.get('/readyz', async (c) => {
    c.var.notes.route = '/readyz';
    await orders.ping({ deadlineMs: READY_MS });
    return c.json({ status: 'ready' });
  });
  app.get('/metrics', async (c) => {
    c.var.notes.route = '/metrics';
    return c.body(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType });
  });
  return await listen(app, options.host ?? '127.0.0.1', options.port ?? 8080);
}
