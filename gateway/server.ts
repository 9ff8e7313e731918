import type { PayloadCodec } from '@temporalio/common';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Logger } from 'pino';
import { errorFor } from '../client/errors.ts';
import { createGoods } from '../client/index.ts';
import { ConfigurationError, type PandaponOptions } from '../pandapon/index.ts';
import type { ApiKeys } from './api-keys.ts';
import { type CallbackOptions, CallbackReceiver } from './callbacks.ts';
import { registerFleetMetrics } from './fleet-metrics.ts';
import { type Listening, listen } from './http-server.ts';
import { type Lane, lanesOf, ROOM, type Room } from './in-flight.ts';
import { createMetrics } from './metrics.ts';
import type { Guards, Operation } from './operation.ts';
import type { OrdersPort } from './orders-port.ts';
import { asOrdersError, problemResponse } from './problem.ts';
import { type GatewayEnv, requestLine } from './request-line.ts';
import { allRoutes } from './routes.ts';
import { timedOrders } from './timed-orders.ts';

export interface GatewayOptions {
  orders: OrdersPort;
  /** Where goods are looked for. @default nowhere: those routes say so */
  platform?: PandaponOptions | undefined;
  apiKeys: ApiKeys;
  callbacks: CallbackOptions;
  /** null: payloads are not encrypted. */
  codec: PayloadCodec | null;
  /** The one origin that may use the codec from a browser. */
  uiOrigin: string;
  log: Logger;
  /** Of this release, for the documents. */
  version: string;
  host: string;
  /** 0: any free port. */
  port: number;
  /** How many requests of a kind may be under way. @default ROOM */
  room?: Readonly<Partial<Record<Lane, Room>>>;
}

/** Makes a gateway and listens. It keeps no state: any number of them can stand behind a balancer. */
export async function createGateway(options: GatewayOptions): Promise<Listening> {
  const { apiKeys, codec, log, version } = options;
  const closing = new AbortController();
  const metrics = createMetrics();
  const orders = timedOrders(options.orders, metrics);
  registerFleetMetrics(metrics.registry, orders);
  const receiver = new CallbackReceiver(options.callbacks, orders.hint, metrics);
  const goods = createGoods(
    options.platform === undefined
      ? new ConfigurationError('this gateway has no settings of the platform (PANDAPON_*)')
      : {
          ...options.platform,
          onCall: ({ operation, outcome }) => metrics.platformCalls.inc({ operation, outcome }),
        },
  );
  const routes = allRoutes({ orders, goods, receiver, metrics, codec, closing: closing.signal, version });

  const guards = { keys: apiKeys, lanes: lanesOf({ ...ROOM, ...options.room }) };
  const app = new Hono<GatewayEnv>();
  app.use(requestLine(log, metrics));
  app.use('/codec/*', cors({ origin: options.uiOrigin, allowMethods: ['POST'], maxAge: 600 }));
  for (const path of new Set(routes.map((route) => route.path))) {
    serve(app, { path, routes: routes.filter((route) => route.path === path), guards });
  }
  app.onError((error, context) => {
    const known = asOrdersError(error);
    context.var.notes.code = known.code;
    return problemResponse(known);
  });
  app.notFound((context) => {
    context.var.notes.code = 'NOT_FOUND';
    return problemResponse(errorFor('NOT_FOUND', 'There is no such path. GET /docs lists them.'));
  });

  const server = await listen(app, options.host, options.port);
  return {
    url: server.url,
    async close() {
      closing.abort();
      await server.close();
    },
  };
}

const honoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

interface Served {
  path: string;
  /** One for each method. */
  routes: readonly Operation[];
  guards: Guards;
}

/** All routes of one path; what else is tried there is refused, before a path with `{...}` could take it for a name. */
function serve(app: Hono<GatewayEnv>, { path, routes, guards }: Served): void {
  for (const route of routes) {
    app.on(route.method, honoPath(path), (context) => route.answer(context, guards));
  }
  const allow = routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : ['POST'])).join(', ');
  app.all(honoPath(path), (context) => {
    Object.assign(context.var.notes, { route: path, code: 'METHOD_NOT_ALLOWED' });
    const error = errorFor('METHOD_NOT_ALLOWED', `${path} takes ${allow} only.`);
    return problemResponse(error, { Allow: allow });
  });
}
