import { z } from 'zod';
import type { CallbackReceiver } from './callbacks.ts';
import type { Metrics } from './metrics.ts';
import { anyQuery, noParams, type Operation, operation } from './operation.ts';
import type { OrdersPort } from './orders-port.ts';
import { named } from './view-schemas.ts';

/** What the platform and the machines around the gateway use: no key is asked for. */

const callback = named(
  'Callback',
  z.looseObject({
    messageType: z.string().exactOptional(),
    messagePlatform: z.int().exactOptional(),
    timestamp: z.string().exactOptional(),
  }),
);
const callbackResult = named('CallbackResult', z.object({ result: z.string() }));
const health = named('Health', z.object({ status: z.string() }));

export function serviceRoutes(orders: OrdersPort, receiver: CallbackReceiver, metrics: Metrics): Operation[] {
  return [
    operation({
      id: 'receiveCallback',
      method: 'post',
      path: '/callbacks/pandapon',
      role: null,
      tag: 'Service',
      summary: 'What the platform pushes',
      description:
        '`Authorization` is the lower hex HMAC-SHA256 of access key and raw body. Answered within a second: 200 once the event is safe, or could never be delivered; 503 asks for a redelivery. An empty post without `Authorization` is 200.',
      params: noParams,
      query: anyQuery,
      body: { schema: callback, required: false, raw: true },
      answers: { 200: { description: 'Taken; no redelivery is needed.', schema: callbackResult } },
      problems: ['UNAUTHORIZED', 'TOO_LARGE', 'OVERLOADED', 'TEMPORAL_UNAVAILABLE'],
      handle: ({ context, notes }) => receiver.receive(context.env.incoming, notes),
    }),
    operation({
      id: 'getHealth',
      method: 'get',
      path: '/healthz',
      role: null,
      tag: 'Service',
      summary: 'Whether the process is alive',
      params: noParams,
      query: anyQuery,
      answers: { 200: { description: 'It is.', schema: health } },
      handle: async () => ({ status: 200, body: { status: 'ok' } }),
    }),
    operation({
      id: 'getReadiness',
      method: 'get',
      path: '/readyz',
      role: null,
      tag: 'Service',
      summary: 'Whether Temporal can be reached',
      params: noParams,
      query: anyQuery,
      answers: { 200: { description: 'It can.', schema: health } },
      problems: ['TEMPORAL_UNAVAILABLE'],
      async handle() {
        await orders.ping();
        return { status: 200, body: { status: 'ready' } };
      },
    }),
    operation({
      id: 'getMetrics',
      method: 'get',
      path: '/metrics',
      role: null,
      tag: 'Service',
      summary: 'Figures for Prometheus',
      params: noParams,
      query: anyQuery,
      answers: { 200: { description: 'Prometheus text.', mediaType: 'text/plain' } },
      handle: async () =>
        new Response(await metrics.registry.metrics(), {
          headers: { 'Content-Type': metrics.registry.contentType },
        }),
    }),
  ];
}
