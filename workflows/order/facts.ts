import type { ItemObservation, OrderObservation, ParcelObservation } from '../../activities/types.ts';
import { type OrderStatus, statusOf } from '../../contract/index.ts';

/** What one reading of an order means (docs/reference/platform.md, "Order life"). Pure. */

/** Paid: a pay time is set, or any later status. */
export function isPaid(order: OrderObservation): boolean {
  if (order.paidAt !== null) return true;
  const status = statusOf(order.status);
  return (
    status === 'paid' ||
    status === 'shipped' ||
    status === 'signed' ||
    status === 'confirmed' ||
    status === 'success'
  );
}

/** What was paid: all that was due, since the platform takes one payment per order. */
export const paidFen = (order: OrderObservation): number => (isPaid(order) ? order.dueFen : 0);

/** All the money came back. */
export function isRefundedWhole(order: OrderObservation): boolean {
  if (!isPaid(order)) return false;
  return order.allRefunded || (order.dueFen > 0 && order.refundedFen >= order.dueFen);
}

const SETTLED_REFUNDS = new Set(['refundsuccess', 'refundclose', 'refundclosed']);

/** A refund word of either level (`waitselleragree`, `WAIT_SELLER_AGREE`) that is not settled; a word nobody knows is open. */
export function isOpenRefund(word: string | null): boolean {
  return word !== null && !SETTLED_REFUNDS.has(word.toLowerCase().replaceAll('_', ''));
}

/** An item whose whole amount came back. */
export const isItemRefundedWhole = (item: ItemObservation): boolean =>
  item.amountFen > 0 && item.refundedFen >= item.amountFen;

/**
 * A refund of the given items (null: of any that is not refunded whole) is open. The order's own word counts where no
 * item says which one the refund is of.
 */
export function hasOpenRefund(order: OrderObservation, subItemIds: readonly string[] | null): boolean {
  const open = order.items.filter(({ refundStatus }) => isOpenRefund(refundStatus));
  if (open.length === 0) return isOpenRefund(order.refundStatus);
  return open.some((item) =>
    subItemIds === null ? !isItemRefundedWhole(item) : subItemIds.includes(item.subItemId),
  );
}

/** A refund is open, or has brought money back: then a close by the seller is the refund's own. One given up is not. */
export const hasRefund = (order: OrderObservation): boolean =>
  order.refundedFen > 0 || hasOpenRefund(order, null);

const SHIPPED: ReadonlySet<OrderStatus> = new Set(['shipped', 'signed', 'confirmed', 'success']);

/** All of it has been shipped. A status word that nobody knows leaves it to the time of shipment. */
export function isAllShipped(order: OrderObservation): boolean {
  const status = statusOf(order.status);
  return SHIPPED.has(status) || (status === 'unknown' && order.allShippedAt !== null);
}

/** Something waits to be shipped: an item not refunded whole reads 1 (not shipped) or 5 (partly). */
function hasLeftToShip(order: OrderObservation): boolean {
  return order.items.some(
    (item) => !isItemRefundedWhole(item) && (item.logisticsStatus === 1 || item.logisticsStatus === 5),
  );
}

export const isSigned = (parcel: ParcelObservation): boolean =>
  parcel.status?.toUpperCase() === 'SIGN' || parcel.signedAt !== null;

/** Every parcel is signed for and nothing is left to ship. */
export function isAllSigned(order: OrderObservation, parcels: readonly ParcelObservation[]): boolean {
  if (hasLeftToShip(order)) return false;
  const status = statusOf(order.status);
  if (status === 'signed') return true;
  if (status !== 'shipped' && status !== 'paid') return false;
  return order.allShippedAt !== null && parcels.length > 0 && parcels.every(isSigned);
}

/** When the last parcel was signed for (ms). */
export function signedAllAt(order: OrderObservation, parcels: readonly ParcelObservation[]): number {
  const instants = parcels.flatMap((parcel) =>
    parcel.signedAt === null ? [] : [Date.parse(parcel.signedAt)],
  );
  return instants.length > 0 ? Math.max(...instants) : Date.parse(order.modifiedAt);
}
