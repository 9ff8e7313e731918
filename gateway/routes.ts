import type { PayloadCodec } from '@temporalio/common';
import type { Goods } from '../client/index.ts';
import type { CallbackReceiver } from './callbacks.ts';
import { codecRoutes } from './codec-routes.ts';
import { commandRoutes } from './command-routes.ts';
import { docsPage } from './docs-page.ts';
import { goodsRoutes } from './goods-routes.ts';
import type { Metrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { anyQuery, noParams, type Operation, operation } from './operation.ts';
import { operatorRoutes } from './operator-routes.ts';
import type { OrdersPort } from './orders-port.ts';
import { purchaseRoutes } from './purchase-routes.ts';
import { serviceRoutes } from './service-routes.ts';

export interface RouteParts {
  orders: OrdersPort;
  goods: Goods;
  receiver: CallbackReceiver;
  metrics: Metrics;
  codec: PayloadCodec | null;
  closing: AbortSignal;
  version: string;
}

/** Every route of the gateway, those of its own documents included. */
export function allRoutes(parts: RouteParts): Operation[] {
  const { orders, goods, receiver, metrics, codec, closing, version } = parts;
  const all: Operation[] = [
    ...purchaseRoutes(orders, closing),
    ...commandRoutes(orders),
    ...operatorRoutes(orders),
    ...goodsRoutes(goods),
    ...codecRoutes(codec),
    ...serviceRoutes(orders, receiver, metrics),
    documentRoute('getOpenApi', '/openapi.json', 'application/json', () =>
      JSON.stringify(openApiDocument(all, version)),
    ),
    documentRoute('getDocs', '/docs', 'text/html', () => docsPage(all, version)),
  ];
  return all;
}

/** A text about the routes, made when somebody first asks for it. */
function documentRoute(id: string, path: string, mediaType: string, make: () => string): Operation {
  let text: string | undefined;
  return operation({
    id,
    method: 'get',
    path,
    role: null,
    tag: 'Service',
    summary: `This service for ${mediaType === 'text/html' ? 'people' : 'machines'}`,
    params: noParams,
    query: anyQuery,
    answers: { 200: { description: 'The document.', mediaType } },
    async handle() {
      text ??= make();
      return new Response(text, {
        headers: {
          'Content-Type': `${mediaType}; charset=UTF-8`,
          'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
        },
      });
    },
  });
}
