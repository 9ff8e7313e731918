import type { OperationName, RequestOf } from '../../pandapon/index.ts';
import {
  type Behaviour,
  type Call,
  done,
  here,
  NOT_FOUND,
  ownOf,
  type Reply,
  refusedAs,
} from '../behaviour.ts';
import { endingsOf } from '../endings.ts';
import { type CargoLine, priceOf } from '../merchants.ts';
import { newOrder } from '../new-order.ts';
import type { Order, Receiver } from '../order.ts';
import { pageOf } from '../page.ts';
import { lineIdOf, taobaoLogistics, taobaoOrder, taobaoStatus } from '../taobao-order-object.ts';
import { cancelOwn } from './cancel.ts';
import { within } from './look.ts';
import { cashierUrl, type Paid, pay as payOrder } from './pay.ts';

type TaobaoReceiver = RequestOf<'taobao.cart.createOrder'>['orderAddress'];

/** A Taobao order as its owner sees it. */
const ownTaobao = (call: Call<OperationName>, orderId: string): Order | undefined =>
  ownOf(call, call.marketplace.order(orderId), 'taobao');

/** One order of all lines. Never idempotent. The end of an `itemId` decides how its seller behaves. */
export const create: Behaviour<'taobao.order.create'> = (call) => {
  const { orderLineList, receiver, purchaseAmount, sellerOrderNumber } = call.request;
  const lines = orderLineList.map(({ itemId, skuId, quantity }) => ({
    offerMapId: itemId,
    specId: skuId,
    quantity: Number(quantity),
  }));
  return createTaobaoOrder(call, {
    lines,
    receiver,
    mostFen: purchaseAmount ?? null,
    remark: sellerOrderNumber || null,
  });
};

interface Wanted {
  lines: readonly Omit<CargoLine, 'sellerOpenId'>[];
  receiver: TaobaoReceiver;
  /** What it may cost at most; null: anything. */
  mostFen: number | null;
  remark: string | null;
}

/** Makes an order, or refuses it whole. */
export function createTaobaoOrder(call: Call<OperationName>, wanted: Wanted): Reply {
  const { marketplace, settings, userId, requestId } = call;
  const [first = ''] = wanted.lines.map((line) => line.offerMapId);
  const odd = wanted.lines.map((line) => line.offerMapId).find((itemId) => endingsOf(itemId).size > 0);
  const sellerOpenId = odd ?? first;
  const endings = endingsOf(sellerOpenId);
  if (endings.has('refuse')) return refusedAs('NOT_FOR_SALE');
  if (endings.has('outofstock')) return refusedAs('OUT_OF_STOCK');
  const lot = wanted.lines.map((line) => ({ ...line, sellerOpenId }));
  const { total } = priceOf(lot, settings.prices);
  if (wanted.mostFen !== null && total > wanted.mostFen) return refusedAs('OVER_PURCHASE_AMOUNT');
  const orders = (endings.has('twin') ? [lot, lot] : [lot]).map((each) => {
    const order = newOrder({
      platform: 'taobao',
      userId,
      sellerOpenId,
      lot: each,
      receiver: receiverOf(wanted.receiver),
      remark: wanted.remark,
      at: marketplace.now(),
      payTimeoutSeconds: settings.payTimeoutSeconds,
      prices: settings.prices,
      ids: marketplace.newIds('taobao', each.length),
    });
    marketplace.add(order, { by: 'call', requestId });
    return order;
  });
  if (endings.has('twin') || endings.has('lost')) return { kind: 'lost' };
  const [order] = orders;
  const orderLines = (order?.items ?? []).map((item) => ({
    purchaseOrderLineId: lineIdOf(item),
    subPurchaseOrderId: item.subItemId,
  }));
  return done({ purchaseOrderId: order?.id, orderLines });
}

/** The caller's orders, newest first. */
export const page: Behaviour<'taobao.order.page'> = ({ request, userId, marketplace, settings }) => {
  const { sellerOrderNumber, status, createStartTime, createEndTime } = request;
  const shownUntil = marketplace.now() - settings.listDelaySeconds * 1000;
  const created = within(createStartTime, createEndTime);
  const found = marketplace
    .ordersOf(userId, 'taobao')
    .filter((order) => order.createdAt <= shownUntil && created(order.createdAt))
    .filter((order) => !sellerOrderNumber || order.remark === sellerOrderNumber)
    .filter((order) => !status || taobaoStatus(order.status).map(String).includes(status));
  return done(pageOf(found, request, taobaoOrder));
};

export const detail: Behaviour<'taobao.order.detail'> = (call) => {
  const order = ownTaobao(call, call.request.orderId);
  return order ? done(taobaoOrder(order)) : NOT_FOUND;
};

export const cancel: Behaviour<'taobao.order.cancel'> = (call) => {
  const order = ownTaobao(call, call.request.orderId);
  return order ? cancelOwn(order, null, call) : NOT_FOUND;
};

export const updateWarehouse: Behaviour<'taobao.order.updateWarehouse'> = (call) => {
  const { orderId, warehouseName, warehouseAddress } = call.request;
  const order = ownTaobao(call, orderId);
  if (!order) return NOT_FOUND;
  const warehouse = { name: warehouseName, address: warehouseAddress };
  call.marketplace.change(order.id, (before, at) => ({
    order: { ...before, warehouse, modifiedAt: at },
    happened: [],
  }));
  return done({ orderId, warehouseName, warehouseAddress });
};

/** Debits each; an order that needs a person, or can't be paid, is named with its reason. */
export const pay: Behaviour<'taobao.order.pay'> = (call) => {
  const results = call.request.orderIds.map((id) => {
    const order = ownTaobao(call, id);
    return { id, paid: order ? payOrder(order, call, 'batch') : ('not-there' as const) };
  });
  const failures = results
    .filter(({ paid }) => paid !== 'debited')
    .map(({ id, paid }) => ({
      orderId: id,
      errorCode: PAY_ERRORS[paid],
      errorMsg: errorMsg(id, paid, call),
    }));
  const successIds = results.filter(({ paid }) => paid === 'debited').map(({ id }) => id);
  const did = results.some(({ paid }) => paid === 'debited' || paid === 'debited-secretly');
  return { kind: did ? 'done' : 'declined', data: { successIds, failures } };
};

const PAY_ERRORS: Readonly<Record<Paid, string | null>> = {
  debited: null,
  link: 'NEED_CASHIER',
  closed: 'ORDER_CLOSED',
  'not-there': 'ORDER_NOT_FOUND',
  refused: 'PAY_REFUSED',
  'not-debited': 'PAY_REFUSED',
  'debited-secretly': 'PAY_REFUSED',
};

const errorMsg = (id: string, paid: Paid, call: Call<OperationName>): string =>
  paid === 'link' ? cashierUrl(call, [id]) : '支付失败';

/** Leads nowhere; its token is made up. */
export const imLink: Behaviour<'taobao.order.imLink'> = (call) => {
  const { sourceType, bizId } = call.request;
  const query = new URLSearchParams({ sourceType, bizId, token: call.requestId });
  return done(`${here(call)}/_sandbox/im?${query}`);
};

export const logisticsDetail: Behaviour<'taobao.order.logisticsDetail'> = (call) => {
  const { subPurchaseOrderId } = call.request;
  const order = ownOf(call, call.marketplace.orderOfItem(subPurchaseOrderId), 'taobao');
  const item = order?.items.find((each) => each.subItemId === subPurchaseOrderId);
  return order && item ? done(taobaoLogistics(order, item)) : NOT_FOUND;
};

const receiverOf = (receiver: TaobaoReceiver): Receiver => ({
  fullName: receiver.name ?? null,
  mobile: receiver.mobile_phone ?? null,
  phone: receiver.phone ?? null,
  postCode: receiver.zip ?? null,
  provinceText: receiver.state ?? null,
  cityText: receiver.city ?? null,
  areaText: receiver.district ?? null,
  townText: null,
  address: receiver.address ?? null,
  districtCode: null,
});
