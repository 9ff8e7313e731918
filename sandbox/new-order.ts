import { endingsOf } from './endings.ts';
import { FREIGHT_FEN, unitFen } from './goods.ts';
import type { CargoLine } from './merchants.ts';
import type { Item, Order, PlannedStep, Receiver } from './order.ts';

export interface NewOrder {
  userId: string;
  sellerOpenId: string | null;
  lot: readonly CargoLine[];
  receiver: Receiver;
  remark: string | null;
  at: number;
  payTimeoutSeconds: number;
  prices: Readonly<Record<string, number>>;
  newId: () => string;
}

/** An unpaid order of one merchant's lot, with what will happen to it if nobody pays. */
export function newOrder(wanted: NewOrder): Order {
  const { userId, sellerOpenId, lot, receiver, remark, at, payTimeoutSeconds, newId } = wanted;
  const id = newId();
  return {
    id,
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
    // A sole line carries the order's own id, as in the documented sample.
    items: lot.map((line) => newItem(line, lot.length === 1 ? id : newId(), wanted.prices)),
    freightFen: FREIGHT_FEN,
    refundedFreightFen: 0,
    parcels: [],
    payments: [],
    refundStatus: null,
    receiver,
    remark,
    refusals: { pay: 0, receipt: 0, cancel: 0 },
    plan: planUnpaid(sellerOpenId, at, payTimeoutSeconds),
  };
}

function newItem(line: CargoLine, subItemId: string, prices: Readonly<Record<string, number>>): Item {
  const price = unitFen(line.specId, prices);
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
