import type { Item, Order } from './order.ts';
import { ITEM_WORDS, isRefundOver, type Refund, type RefundDeed } from './refund.ts';
import type { Change, Happening } from './transitions.ts';

/** How a refund stands in its order: every change of one goes through here. */

export const refundOf = (order: Order, refundId: string): Refund | undefined =>
  order.refunds.find((each) => each.id === refundId);

/** The refund of a line that is not over yet. */
export const openRefundOf = (order: Order, subItemId: string): Refund | undefined =>
  order.refunds.find((each) => each.subItemIds.includes(subItemId) && !isRefundOver(each));

/** The next id of a refund of an order: it follows from the order's, so it is the same in every run. */
export function nextRefundId(order: Order): string {
  const [prefix, digits] = order.platform === '1688' ? ['TQ', 17] : ['11', 16];
  const number = BigInt(order.id.slice(-digits)) + BigInt(order.refunds.length);
  return `${prefix}${String(number).padStart(digits, '0')}`;
}

/** Puts a refund, new or changed, into its order; order and lines say how it stands. */
function withRefund(order: Order, refund: Refund, at: number): Order {
  const changed = { ...refund, modifiedAt: at };
  const known = refundOf(order, refund.id) !== undefined;
  const refunds = known
    ? order.refunds.map((each) => (each.id === refund.id ? changed : each))
    : [...order.refunds, changed];
  const items = order.items.map(
    (item): Item =>
      refund.subItemIds.includes(item.subItemId)
        ? { ...item, refundStatus: ITEM_WORDS[refund.status], refundId: refund.id }
        : item,
  );
  return { ...order, refunds, items, refundStatus: refund.status, modifiedAt: at };
}

/** What is told of a refund that moved. */
const refundHappening = (order: Order, refund: Refund, deed: RefundDeed, at: number): Happening => ({
  kind: 'refunded',
  at,
  order,
  refundId: refund.id,
  status: refund.status,
  afterSales: refund.afterSales,
  ...deed,
});

/** A refund that somebody moved: the order with it, and what is told. */
export function movedRefund(order: Order, refund: Refund, deed: RefundDeed, at: number): Change {
  const after = withRefund(order, refund, at);
  return { order: after, happened: [refundHappening(after, refund, deed, at)] };
}

/** Ends those open refunds without money: what happened to the order left nothing of them. */
export function closeRefunds(
  order: Order,
  which: (refund: Refund) => boolean,
  deed: RefundDeed,
  at: number,
): Change {
  let change: Change = { order, happened: [] };
  for (const refund of order.refunds.filter((each) => !isRefundOver(each) && which(each))) {
    const closed: Refund = { ...refund, status: 'refundclose', next: null, held: [] };
    const after = movedRefund(change.order, closed, deed, at);
    change = { order: after.order, happened: [...change.happened, ...after.happened] };
  }
  return change;
}
