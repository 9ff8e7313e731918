import { parcelOf, planTrace, REMARKS } from './carrier.ts';
import {
  type CloseOperator,
  type Item,
  isClosed,
  isItemRefunded,
  isItemSettled,
  isOver,
  type Order,
  type Payment,
  type PlannedStep,
  type Share,
  type TraceStatus,
  totalFen,
} from './order.ts';
import type { Refund, RefundDeed } from './refund.ts';
import { closeRefunds } from './refund-state.ts';
import type { Rules } from './rules.ts';
import { planAfterPayment } from './seller.ts';

/** Something that came to pass with an order; `order` is how it stood just after. Callbacks are made from these. */
export type Happening = { at: number; order: Order } & (
  | {
      kind:
        | 'paid'
        | 'shipped'
        | 'part-shipped'
        | 'received'
        | 'completed'
        | 'price-changed'
        | 'status-changed';
    }
  | { kind: 'closed'; by: CloseOperator }
  | { kind: 'traced'; billNo: string; status: TraceStatus }
  | ({ kind: 'refunded'; refundId: string; status: string; afterSales: boolean } & RefundDeed)
);

export interface Change {
  order: Order;
  happened: Happening[];
}

/** How the seller moves a price when nobody says by how much: a tenth up. */
const RAISE = 0.1;

/** Takes the whole sum due. An order that is paid already is debited again: nothing here protects the buyer. */
export function pay(order: Order, at: number, rules: Rules): Change {
  const payment: Payment = { at, fen: totalFen(order) };
  const debited = { ...order, payments: [...order.payments, payment], modifiedAt: at };
  if (order.paidAt !== null || isClosed(order)) return quiet(debited);
  const paid: Order = { ...debited, paidAt: at, status: 'waitsellersend' };
  return one({ ...paid, plan: planAfterPayment(paid, at, rules) }, at, 'paid');
}

/** The seller hands a parcel over; the carrier's trace is planned from here. */
export function ship(order: Order, shares: readonly Share[], at: number, rules: Rules): Change {
  const parcel = parcelOf(order, shares, at);
  const items = order.items.map((item) => shipped(item, shares));
  const all = items.every((item) => item.shippedQuantity >= item.quantity || isItemRefunded(item));
  const last = !order.plan.some((step) => step.do === 'ship');
  const sent: Order = {
    ...order,
    items,
    parcels: [...order.parcels, parcel],
    plan: [...order.plan, ...planTrace(order, order.parcels.length, last, at, rules)],
    modifiedAt: at,
    ...(all ? { allShippedAt: at, status: 'waitbuyerreceive' } : { status: 'waitsellersend' }),
  };
  const { order: after, happened } = closeRefunds(sent, isUnshipped(shares), SHIPPED_AFTER_ALL, at);
  return {
    order: after,
    happened: [...one(after, at, all ? 'shipped' : 'part-shipped').happened, ...happened],
  };
}

const SHIPPED_AFTER_ALL: RefundDeed = { action: 'SELLER_SEND_GOODS_CLOSE', operator: 'seller' };

/** Refunds the seller has not agreed to, of goods it now ships. */
const isUnshipped =
  (shares: readonly Share[]) =>
  ({ status, subItemIds }: Refund): boolean =>
    (status === 'waitselleragree' || status === 'waitbuyermodify') &&
    shares.some((share) => subItemIds.includes(share.subItemId));

function shipped(item: Item, shares: readonly Share[]): Item {
  const share = shares.find((each) => each.subItemId === item.subItemId);
  return share ? { ...item, shippedQuantity: item.shippedQuantity + share.quantity } : item;
}

/** The carrier writes a step; the last signature of a wholly shipped order shows in its status. */
export function trace(order: Order, n: number, status: TraceStatus, at: number, rules: Rules): Change {
  const parcels = order.parcels.map((parcel, i) =>
    i === n
      ? {
          ...parcel,
          steps: [...parcel.steps, { at, status, remark: REMARKS[status] }],
          signedAt: status === 'SIGN' ? at : parcel.signedAt,
        }
      : parcel,
  );
  const billNo = parcels[n]?.billNo ?? '';
  const written: Order = { ...order, parcels, modifiedAt: at };
  const signed =
    status === 'SIGN' && order.allShippedAt !== null && parcels.every((parcel) => parcel.signedAt !== null);
  const after = signed ? allSigned(written, at, rules) : written;
  return { order: after, happened: [{ kind: 'traced', at, order: after, billNo, status }] };
}

/** Every parcel of a wholly shipped order is signed for. */
export function allSigned(order: Order, at: number, rules: Rules): Order {
  const status = rules.showSigned && order.status === 'waitbuyerreceive' ? 'signinsuccess' : order.status;
  const later: PlannedStep[] =
    rules.autoConfirmAfter === null ? [] : [{ at: at + rules.autoConfirmAfter, do: 'auto-confirm' }];
  return { ...order, status, plan: [...order.plan, ...later] };
}

/** Receipt of some items: it ends their open refunds. The order follows once the last one is received or paid back. */
export function receive(order: Order, subItemIds: readonly string[], at: number, rules: Rules): Change {
  const items = order.items.map((item) =>
    subItemIds.includes(item.subItemId) ? { ...item, received: true } : item,
  );
  const came = ({ subItemIds: ids }: Refund): boolean =>
    items.every((item) => !ids.includes(item.subItemId) || item.received);
  const { order: after, happened } = closeRefunds(
    { ...order, items, modifiedAt: at },
    came,
    RECEIVED_AFTER_ALL,
    at,
  );
  const settled = settle(after, at, rules);
  return { order: settled.order, happened: [...happened, ...settled.happened] };
}

const RECEIVED_AFTER_ALL: RefundDeed = { action: 'BUYER_RECEIVE_CLOSE', operator: 'buyer' };

/** Moves the order on when nothing is left of it to be received. */
export function settle(order: Order, at: number, rules: Rules): Change {
  if (isOver(order) || order.receivedAt !== null || !order.items.every(isItemSettled)) return quiet(order);
  const received: Order = {
    ...order,
    receivedAt: at,
    status: 'confirm_goods',
    plan: [{ at: at + rules.milliseconds.succeed, do: 'succeed' }],
  };
  return one(received, at, 'received');
}

/** The seller has the money: the order is done. */
export function succeed(order: Order, at: number): Change {
  return one({ ...order, status: 'success', completedAt: at, modifiedAt: at, plan: [] }, at, 'completed');
}

const OPERATE_TYPES: Record<CloseOperator, { operateType: string; reason: string }> = {
  buyer: { operateType: 'CLOSE_TRADE_BY_BUYER', reason: 'buyerCancel' },
  seller: { operateType: 'CLOSE_TRADE_BY_SELLER', reason: 'sellerGoodsLack' },
  platform: { operateType: 'CLOSE_TRADE_BY_BOPS', reason: 'other' },
};

/** Ends the order; money that was paid comes back later. `remark` is the closer's own text. */
export function close(
  order: Order,
  by: CloseOperator,
  at: number,
  rules: Rules,
  remark: string | null = null,
): Change {
  const plan: PlannedStep[] =
    order.paidAt === null ? [] : [{ at: at + rules.milliseconds.refund, do: 'refund' }];
  const closed = { by, ...OPERATE_TYPES[by], remark };
  const ended: Order = { ...order, status: 'cancel', closed, modifiedAt: at, plan };
  const deed: RefundDeed = { action: 'SELLER_CONFIRM_ORDER_CLOSE', operator: 'system' };
  const { order: after, happened } = closeRefunds(ended, () => true, deed, at);
  return { order: after, happened: [{ kind: 'closed', by, at, order: after }, ...happened] };
}

/** The platform closes an order that nobody paid in time. */
export function closeUnpaid(order: Order, at: number): Change {
  if (order.paidAt !== null) return quiet(order);
  const closed = {
    by: 'platform',
    operateType: 'CLOSE_TRADE_BY_SYSTEM',
    reason: 'BUYER_NO_PAY',
    remark: null,
  } as const;
  const after: Order = { ...order, status: 'cancel', closed, modifiedAt: at, plan: [] };
  return { order: after, happened: [{ kind: 'closed', by: 'platform', at, order: after }] };
}

/** The seller changes the price of an unpaid order: every line by a tenth, or the first by `byFen`. */
export function raise(order: Order, at: number, byFen: number | null = null): Change {
  if (order.paidAt !== null || isClosed(order)) return quiet(order);
  const items = order.items.map((item, n) => {
    const change = byFen === null ? Math.round(item.amountFen * RAISE) : n === 0 ? byFen : 0;
    return { ...item, amountFen: Math.max(0, item.amountFen + change) };
  });
  return one({ ...order, items, modifiedAt: at }, at, 'price-changed');
}

/** Remembers that the merchant has refused an effect once more. */
export function countRefusal(order: Order, effect: keyof Order['refusals']): Change {
  return quiet({ ...order, refusals: { ...order.refusals, [effect]: order.refusals[effect] + 1 } });
}

/** Shows a status word, whatever it is. */
export function showStatus(order: Order, status: string, at: number): Change {
  return one({ ...order, status, modifiedAt: at }, at, 'status-changed');
}

const quiet = (order: Order): Change => ({ order, happened: [] });
type PlainKind = Exclude<Happening['kind'], 'closed' | 'traced' | 'refunded'>;
const one = (order: Order, at: number, kind: PlainKind): Change => ({
  order,
  happened: [{ kind, at, order }],
});
