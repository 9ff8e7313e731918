import type { PayloadCodec } from '@temporalio/common';
import type { CallbackReceiver } from './callbacks.ts';
import { codecRoutes } from './codec-routes.ts';
import { commandRoutes } from './command-routes.ts';
import { docsPage } from './docs-page.ts';
import type { Metrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { anyQuery, noParams, type Operation, operation } from './operation.ts';
import { operatorRoutes } from './operator-routes.ts';
import type { OrdersPort } from './orders-port.ts';
import { purchaseRoutes } from './purchase-routes.ts';
import { serviceRoutes } from './service-routes.ts';

export interface RouteParts {
  orders: OrdersPort;
  receiver: CallbackReceiver;
  metrics: Metrics;
  codec: PayloadCodec | null;
  closing: AbortSignal;
  version: string;
}

/** Every route of the gateway, those of its own documents included. */
export function allRoutes({ orders, receiver, metrics, codec, closing, version }: RouteParts): Operation[] {
  const routes: Operation[] = [
    ...purchaseRoutes(orders, closing),
    ...commandRoutes(orders),
    ...operatorRoutes(orders),
    ...codecRoutes(codec),
    ...serviceRoutes(orders, receiver, metrics),
  ];
  const document = (id: string, path: string, summary: string, mediaType: string, text: () => string) =>
    operation({
      id,
      method: 'get',
      path,
      role: null,
      tag: 'Service',
      summary,
      params: noParams,
      query: anyQuery,
      answers: { 200: { description: 'The document.', mediaType } },
      handle: async () =>
        new Response(text(), {
          headers: {
            'Content-Type': `${mediaType}; charset=UTF-8`,
            'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
          },
        }),
    });
  const all: Operation[] = [
    ...routes,
    document('getOpenApi', '/openapi.json', 'This service for machines', 'application/json', () => openApi),
    document('getDocs', '/docs', 'This service for people', 'text/html', () => page),
  ];
  const openApi = JSON.stringify(openApiDocument(all, version));
  const page = docsPage(all, version);
  return all;
}
