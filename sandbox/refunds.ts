import { type Item, isItemRefunded, isOver, type Order } from './order.ts';
import type { Rules } from './rules.ts';
import { type Change, close, type Happening, settle } from './transitions.ts';

/**
 * Pays back `fen` of the named items, or (null) all they cost. The freight comes back with the last item; an open
 * order of which nothing is left is then closed by the seller, as the platform does it.
 */
export function refund(
  order: Order,
  subItemIds: readonly string[],
  fen: number | null,
  at: number,
  rules: Rules,
): Change {
  const refundId = refundIdOf(order);
  let left = fen ?? Number.POSITIVE_INFINITY;
  const items = order.items.map((item): Item => {
    if (!subItemIds.includes(item.subItemId)) return item;
    const back = Math.min(left, item.amountFen - item.refundedFen);
    left -= back;
    return { ...item, refundedFen: item.refundedFen + back, refundStatus: 'REFUND_SUCCESS', refundId };
  });
  const whole = items.every(isItemRefunded);
  const paidBack: Order = {
    ...order,
    items,
    refundedFreightFen: whole ? order.freightFen : order.refundedFreightFen,
    refundStatus: 'refundsuccess',
    modifiedAt: at,
  };
  const told: Happening = { kind: 'refunded', at, order: paidBack, refundId, status: 'refundsuccess' };
  const after = whole && !isOver(order) ? closeRefunded(paidBack, at, rules) : settle(paidBack, at, rules);
  return { order: after.order, happened: [told, ...after.happened] };
}

/** A refund of the named items is applied for and not decided yet. */
export function openRefund(order: Order, subItemIds: readonly string[], at: number): Change {
  const refundId = refundIdOf(order);
  const items = order.items.map((item) =>
    subItemIds.includes(item.subItemId) ? { ...item, refundStatus: 'WAIT_SELLER_AGREE', refundId } : item,
  );
  const after: Order = { ...order, items, refundStatus: 'waitselleragree', modifiedAt: at };
  return {
    order: after,
    happened: [{ kind: 'refunded', at, order: after, refundId, status: 'waitselleragree' }],
  };
}

function closeRefunded(order: Order, at: number, rules: Rules): Change {
  const { order: closed, happened } = close(order, 'seller', at, rules);
  const settled = { ...closed, plan: [] };
  return { order: settled, happened: happened.map((each) => ({ ...each, order: settled })) };
}

const refundIdOf = (order: Order): string => `TQ${order.id.slice(2)}`;
