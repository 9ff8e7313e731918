import type { z } from 'zod';
import {
  addressParamSchema,
  cargoSchema,
  policySchema,
  purchaseRequestSchema,
  purchaseStartSchema,
} from '../contract/schemas.ts';
import { orderList, purchaseList } from './answer-schemas.ts';
import { type Call, noParams, noQuery, type Operation, operation } from './operation.ts';
import type { OrdersPort, Wait } from './orders-port.ts';
import { orderListQuery, orderPath, purchaseListQuery, purchasePath, waitQuery } from './parameters.ts';
import { named, orderView, purchaseView } from './view-schemas.ts';

/** Starting purchases, and looking at them and their orders. */

named('AddressParam', addressParamSchema);
named('Cargo', cargoSchema);
named('PurchaseRequest', purchaseRequestSchema);
named('Policy', policySchema);
const start = named('PurchaseStart', purchaseStartSchema);

const STARTED = {
  id: 'po-20260101-001',
  platform: '1688',
  request: {
    flow: 'general',
    addressParam: {
      fullName: 'Zhang San',
      mobile: '13000000000',
      provinceText: '浙江省',
      cityText: '杭州市',
      areaText: '西湖区',
      address: '文三路 1 号',
    },
    cargoParamList: [
      {
        offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg',
        specId: 'e61a85a671bb3d0301d0412b51641c6b',
        quantity: 1,
        sellerOpenId: 'BBBgGWh2O6JFI6v1aQuZVgRIA',
      },
    ],
  },
  policy: { maxTotalFen: 500000, payment: 'each' },
  labels: { channel: 'shop-7' },
};

const viewLane = ({ wait = 0 }: z.output<typeof waitQuery>) => (wait > 0 ? 'poll' : 'call');

/** `closing`: long polls end at once when the gateway drains. */
export function purchaseRoutes(orders: OrdersPort, closing: AbortSignal): Operation[] {
  const waitOf = ({ query, context }: Call<unknown, z.output<typeof waitQuery>>): Wait | null => {
    const { wait: seconds, revision } = query;
    if (seconds === undefined) return null;
    return { seconds, revision, signal: AbortSignal.any([closing, context.req.raw.signal]) };
  };
  return [
    operation({
      id: 'startPurchase',
      method: 'post',
      path: '/v1/purchases',
      role: 'start',
      tag: 'Purchases',
      summary: 'Start a purchase',
      description:
        'The id is the idempotency key: the same body again answers 200 and buys nothing twice, another body under the same id is 409. Members of `request` and its lines that this document does not name pass through to the platform.',
      params: noParams,
      query: noQuery,
      body: { schema: start, required: true, example: STARTED },
      answers: {
        200: { description: 'Posted before, with this body.', schema: purchaseView },
        202: { description: 'Taken; it runs now.', schema: purchaseView },
      },
      problems: ['PURCHASE_ID_TAKEN'],
      async handle({ body, notes }) {
        const { created, view } = await orders.start(body);
        notes.purchaseId = view.id;
        return { status: created ? 202 : 200, body: view };
      },
    }),
    operation({
      id: 'listPurchases',
      method: 'get',
      path: '/v1/purchases',
      role: 'view',
      tag: 'Purchases',
      summary: 'List purchases, newest first',
      params: noParams,
      query: purchaseListQuery,
      answers: { 200: { description: 'A page.', schema: purchaseList } },
      handle: async ({ query: { limit, cursor, ...filter } }) => ({
        status: 200,
        body: await orders.listPurchases(filter, { limit, cursor }),
      }),
    }),
    operation({
      id: 'getPurchase',
      method: 'get',
      path: '/v1/purchases/{id}',
      role: 'view',
      tag: 'Purchases',
      summary: 'Look at a purchase and its orders, or wait for its next change',
      params: purchasePath,
      query: waitQuery,
      lane: viewLane,
      answers: { 200: { description: 'The view.', schema: purchaseView } },
      problems: ['NO_WORKER'],
      async handle(call) {
        const { id } = call.params;
        const wait = waitOf(call);
        const view = wait === null ? orders.viewPurchase(id) : orders.waitForPurchase(id, wait);
        return { status: 200, body: await view };
      },
    }),
    operation({
      id: 'listOrders',
      method: 'get',
      path: '/v1/orders',
      role: 'view',
      tag: 'Orders',
      summary: 'List orders, newest first',
      params: noParams,
      query: orderListQuery,
      answers: { 200: { description: 'A page.', schema: orderList } },
      handle: async ({ query: { limit, cursor, ...filter } }) => ({
        status: 200,
        body: await orders.listOrders(filter, { limit, cursor }),
      }),
    }),
    operation({
      id: 'getOrder',
      method: 'get',
      path: '/v1/orders/{platform}/{orderId}',
      role: 'view',
      tag: 'Orders',
      summary: 'Look at an order, or wait for its next change',
      params: orderPath,
      query: waitQuery,
      lane: viewLane,
      answers: { 200: { description: 'The view.', schema: orderView } },
      problems: ['NO_WORKER'],
      async handle(call) {
        const wait = waitOf(call);
        const view = wait === null ? orders.viewOrder(call.params) : orders.waitForOrder(call.params, wait);
        return { status: 200, body: await view };
      },
    }),
  ];
}
