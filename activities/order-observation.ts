import {
  type Order,
  type OrderBase,
  type OrderItem,
  orderIdOf,
  type Parcel,
  subItemIdOf,
} from '../pandapon/index.ts';
import { parcelsOf } from './parcels.ts';
import { isRefundOpen, isRefundSuccess } from './refund-words.ts';
import type { ItemObservation, OrderObservation } from './types.ts';

/** Who closed an order (docs/reference/platform.md, "Order object", `closeOperateType` and `closeReason`). */
const CLOSED_BY: ReadonlyMap<string, 'buyer' | 'seller' | 'platform'> = new Map([
  ['CLOSE_TRADE_BY_BUYER', 'buyer'],
  ['CLOSE_TRADE_BY_SELLER', 'seller'],
  ['CLOSE_TRADE_BY_BOPS', 'platform'],
  ['CLOSE_TRADE_BY_SYSTEM', 'platform'],
  ['CLOSE_TRADE_BY_CREADIT', 'platform'],
  ['buyerCancel', 'buyer'],
  ['sellerGoodsLack', 'seller'],
  ['BUYER_NO_PAY', 'platform'],
]);

/** What the platform writes while no payment exists. */
const NO_PAYMENT = 'UNCREATED';
const FULLY_REFUNDED = '4';

/**
 * What runs need to know of an order object, and nothing personal: no contacts, no receiver, no remark.
 * `trace` is null when it was not read. Answers null for an object without an id, a creation time or a sum: what is
 * due must never be guessed (docs/reference/platform.md, "Order object").
 */
export function observationOf(order: Order, trace: readonly Parcel[] | null): OrderObservation | null {
  const orderId = orderIdOf(order);
  const base = order.baseInfo;
  if (orderId === null || base?.totalAmount == null || base.createTime == null) return null;
  const items = (order.productItems ?? []).map(itemOf);
  const terms = order.tradeTerms ?? [];
  return {
    orderId,
    sellerOpenId: order.sellerOpenId || null,
    status: base.status ?? '',
    createdAt: base.createTime,
    modifiedAt: base.modifyTime ?? base.createTime,
    paidAt: base.payTime ?? null,
    allShippedAt: base.allDeliveredTime ?? null,
    completedAt: base.completeTime ?? null,
    payTimeoutSeconds: base.payTimeout != null && base.payTimeout > 0 ? base.payTimeout : null,
    closedBy: closedBy(base),
    goodsFen: base.sumProductPayment ?? 0,
    freightFen: base.shippingFee ?? 0,
    // On the wire a reduction is negative. Taken from 0, so that none is 0 and not -0.
    discountFen: 0 - (base.discount ?? 0),
    dueFen: base.totalAmount,
    refundedFen: refundedFen(base, items),
    refundStatus: refundStatus([base.refundStatus, base.refundStatusForAs]),
    allRefunded: terms.length > 0 && terms.every(({ payStatus }) => payStatus === FULLY_REFUNDED),
    paymentId: base.alipayTradeId && base.alipayTradeId !== NO_PAYMENT ? base.alipayTradeId : null,
    items,
    parcels: trace === null ? null : parcelsOf(order, items, trace),
  };
}

const itemOf = (item: OrderItem): ItemObservation => ({
  subItemId: subItemIdOf(item) ?? '',
  specId: item.specId ?? '',
  quantity: item.quantity ?? 0,
  amountFen: item.itemAmount ?? 0,
  status: item.status ?? '',
  logisticsStatus: item.logisticsStatus ?? null,
  refundStatus: item.refundStatus || null,
  refundId: item.refundId || item.refundIdForAs || null,
  // While a refund is open `refund` may be what was asked for; only its success says that the money came back.
  refundedFen: isRefundSuccess(item.refundStatus) ? (item.refund ?? 0) : 0,
});

function closedBy(base: OrderBase): OrderObservation['closedBy'] {
  return CLOSED_BY.get(base.closeOperateType ?? '') ?? CLOSED_BY.get(base.closeReason ?? '') ?? null;
}

/** The order's own sum covers freight; the items' sum stands while a later refund of another item is open. */
function refundedFen(base: OrderBase, items: readonly ItemObservation[]): number {
  const succeeded = isRefundSuccess(base.refundStatus) || isRefundSuccess(base.refundStatusForAs);
  const ofItems = items.reduce((sum, item) => sum + item.refundedFen, 0);
  return Math.max(succeeded ? (base.refund ?? 0) : 0, ofItems);
}

/** In and after the sale have a word each: an open one counts before one that ended. */
function refundStatus(words: readonly (string | null | undefined)[]): string | null {
  return words.find(isRefundOpen) ?? words.find((word) => word) ?? null;
}
