import type { Order } from './order.ts';
import { isItemRefunded } from './order.ts';
import { isRefundOver, type Refund } from './refund.ts';
import { due, payBack } from './refund-money.ts';
import { type Application, applyForRefund } from './refunds.ts';
import type { Rules } from './rules.ts';
import type { Change } from './transitions.ts';

/** Refunds that no buyer applied for by a call. */

/**
 * Pays back `fen` of the named items at once, or (null) all they cost: nobody applied for it. The freight comes back
 * with the last item.
 */
export function refund(
  order: Order,
  subItemIds: readonly string[],
  fen: number | null,
  at: number,
  rules: Rules,
): Change {
  const all = due(order, subItemIds);
  const goodsFen = Math.min(fen ?? Number.POSITIVE_INFINITY, all);
  const others = order.items.filter((item) => !subItemIds.includes(item.subItemId));
  const whole = goodsFen === all && others.every(isItemRefunded);
  const wanted: Application = {
    subItemIds: [...subItemIds],
    returns: false,
    goodsStatus: '',
    goodsFen,
    freightFen: whole ? order.freightFen - order.refundedFreightFen : 0,
    reasonId: '20007',
    description: null,
    vouchers: [],
  };
  const open = order.refunds.find((each) => !isRefundOver(each) && sameItems(each, wanted));
  if (open) return payBack(order, { ...open, ...wanted }, 'SELLER_AGREE_REFUND', at, rules);
  const applied = applyForRefund(order, wanted, at, rules).order;
  const made = applied.refunds.at(-1);
  return made ? payBack(applied, made, 'SELLER_AGREE_REFUND', at, rules) : { order, happened: [] };
}

const sameItems = (refund: Pick<Refund, 'subItemIds'>, wanted: Pick<Application, 'subItemIds'>): boolean =>
  wanted.subItemIds.every((id) => refund.subItemIds.includes(id));

/** A refund that nobody answers by itself, for all these items cost. */
export function openRefund(order: Order, subItemIds: readonly string[], at: number, rules: Rules): Change {
  const wanted: Application = {
    subItemIds: [...subItemIds],
    returns: false,
    goodsStatus: '',
    goodsFen: due(order, subItemIds),
    freightFen: 0,
    reasonId: '20006',
    description: null,
    vouchers: [],
  };
  const { order: after, happened } = applyForRefund(order, wanted, at, rules);
  const refunds = after.refunds.map((each, n) =>
    n === order.refunds.length ? { ...each, next: null } : each,
  );
  return { order: { ...after, refunds }, happened };
}
