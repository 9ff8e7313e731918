import { priceFen } from './catalogue.ts';
import { endingsOf } from './endings.ts';
import { FREIGHT_FEN } from './goods.ts';
import type { CargoLine } from './merchants.ts';
import type { Item, Order, PlannedStep, Receiver } from './order.ts';

/** The ids of an order and of its items, in their order. */
export interface OrderIds {
  order: string;
  items: readonly string[];
}

export interface NewOrder {
  platform: Order['platform'];
  userId: string;
  sellerOpenId: string | null;
  lot: readonly CargoLine[];
  receiver: Receiver;
  remark: string | null;
  at: number;
  payTimeoutSeconds: number;
  prices: Readonly<Record<string, number>>;
  ids: OrderIds;
}

/** An unpaid order of one merchant's lot, with what will happen to it if nobody pays. */
export function newOrder(wanted: NewOrder): Order {
  const { platform, userId, sellerOpenId, lot, receiver, remark, at, payTimeoutSeconds, ids } = wanted;
  return {
    id: ids.order,
    platform,
    userId,
    sellerOpenId,
    status: 'waitbuyerpay',
    createdAt: at,
    modifiedAt: at,
    paidAt: null,
    allShippedAt: null,
    receivedAt: null,
    completedAt: null,
    payTimeoutSeconds,
    closed: null,
    items: lot.map((line, n) => newItem(line, ids.items[n] ?? `${ids.order}${n}`, wanted.prices)),
    freightFen: FREIGHT_FEN,
    refundedFreightFen: 0,
    parcels: [],
    payments: [],
    refunds: [],
    refundStatus: null,
    receiver,
    warehouse: null,
    remark,
    refusals: { pay: 0, receipt: 0, cancel: 0 },
    plan: planUnpaid(sellerOpenId, at, payTimeoutSeconds),
  };
}

function newItem(line: CargoLine, subItemId: string, prices: Readonly<Record<string, number>>): Item {
  const price = priceFen(line.specId, prices);
  return {
    subItemId,
    offerMapId: line.offerMapId,
    specId: line.specId,
    quantity: line.quantity,
    unitFen: price,
    amountFen: Math.round(price * line.quantity),
    shippedQuantity: 0,
    received: false,
    refundedFen: 0,
    refundStatus: null,
    refundId: null,
  };
}

function planUnpaid(sellerOpenId: string | null, at: number, payTimeoutSeconds: number): PlannedStep[] {
  const timeout: PlannedStep = { at: at + payTimeoutSeconds * 1000, do: 'pay-timeout' };
  // At once: the create's answer still shows the old price, every later look the new one.
  return endingsOf(sellerOpenId).has('raise') ? [{ at, do: 'raise' }, timeout] : [timeout];
}
