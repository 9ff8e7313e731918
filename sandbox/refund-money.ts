import { type Item, isItemRefunded, isOver, type Order, type Share } from './order.ts';
import type { Refund, RefundDeed } from './refund.ts';
import { shipping } from './refund-shipping.ts';
import { movedRefund } from './refund-state.ts';
import type { Rules } from './rules.ts';
import { remainder } from './seller.ts';
import { allSigned, type Change, close, settle } from './transitions.ts';

/** The money of refunds. */

/** What could still be paid back for the goods of these items. */
export const due = (order: Order, subItemIds: readonly string[]): number =>
  order.items
    .filter((item) => subItemIds.includes(item.subItemId))
    .reduce((sum, item) => sum + item.amountFen - item.refundedFen, 0);

/**
 * The money comes back, line by line. An open order of which nothing is left is then closed by the seller, as the
 * platform does it.
 */
export function payBack(
  order: Order,
  refund: Refund,
  action: RefundDeed['action'],
  at: number,
  rules: Rules,
): Change {
  let left = refund.goodsFen;
  const items = order.items.map((item): Item => {
    if (!refund.subItemIds.includes(item.subItemId)) return item;
    const back = Math.min(left, item.amountFen - item.refundedFen);
    left -= back;
    return { ...item, refundedFen: item.refundedFen + back };
  });
  const freight = Math.min(refund.freightFen, order.freightFen - order.refundedFreightFen);
  const paid: Refund = {
    ...refund,
    status: 'refundsuccess',
    paidGoodsFen: refund.goodsFen - left,
    paidFreightFen: freight,
    next: null,
    held: [],
  };
  const back: Order = { ...order, items, refundedFreightFen: order.refundedFreightFen + freight };
  const change = movedRefund(back, paid, { action, operator: 'seller' }, at);
  const after = afterPayingBack(change.order, refund.held, at, rules);
  return { order: after.order, happened: [...change.happened, ...after.happened] };
}

function afterPayingBack(order: Order, held: readonly Share[], at: number, rules: Rules): Change {
  if (isOver(order)) return { order, happened: [] };
  if (order.items.every(isItemRefunded)) {
    const { order: closed, happened } = close(order, 'seller', at, rules);
    const settled = { ...closed, plan: [] };
    return { order: settled, happened: happened.map((each) => ({ ...each, order: settled })) };
  }
  return settle(shippedByNow(shipping(order, held, at, rules), at, rules), at, rules);
}

/** Where only refunded lines were left to be shipped, all is shipped now. */
function shippedByNow(order: Order, at: number, rules: Rules): Order {
  const left = remainder(order).filter(({ subItemId }) =>
    order.items.some((item) => item.subItemId === subItemId && !isItemRefunded(item)),
  );
  if (order.status !== 'waitsellersend' || order.parcels.length === 0 || left.length > 0) return order;
  const shipped: Order = { ...order, allShippedAt: at, status: 'waitbuyerreceive' };
  return order.parcels.every((parcel) => parcel.signedAt !== null) ? allSigned(shipped, at, rules) : shipped;
}
