import { statusOf } from '../contract/index.ts';
import type { Order } from '../pandapon/index.ts';
import { isRefundSuccess } from './refund-words.ts';
import type { ItemObservation, OrderObservation } from './types.ts';

/** `logisticsStatus` of an item (docs/reference/platform.md, "Item logistics"). */
const NOT_SHIPPED = 1;
const RECEIVED = 3;
const SHIPPED_SOMEHOW: ReadonlySet<number> = new Set([2, 3, 4, 5]);
const PARTLY_SHIPPED = 5;

/**
 * Where an order stands for an effect. `odd`: a word we do not know; nothing is sent on it.
 * An order is paid when it has a pay time or any later status (docs/reference/platform.md, "Order life").
 */
export type Standing = 'unpaid' | 'paid' | 'confirmed' | 'closed' | 'odd';

export function standingOf({ status, paidAt }: OrderObservation): Standing {
  switch (statusOf(status)) {
    case 'unpaid':
      return paidAt === null ? 'unpaid' : 'paid';
    case 'paid':
    case 'shipped':
    case 'signed':
      return 'paid';
    case 'confirmed':
    case 'success':
      return 'confirmed';
    case 'closed':
      return 'closed';
    case 'unknown':
      return 'odd';
  }
}

/** Money has moved: it is paid, or confirmed, or was paid before it closed. */
export const wasPaid = (order: OrderObservation): boolean =>
  order.paidAt !== null || standingOf(order) === 'paid' || standingOf(order) === 'confirmed';

/** Something of it has left the seller, as far as the order itself says. */
export function isShippedInPart(order: Order, seen: OrderObservation): boolean {
  const shipments = order.nativeLogistics?.logisticsItems ?? [];
  return (
    shipments.length > 0 ||
    seen.allShippedAt !== null ||
    isShippedWord(seen.status) ||
    seen.items.some(({ logisticsStatus }) => logisticsStatus !== null && SHIPPED_SOMEHOW.has(logisticsStatus))
  );
}

const isShippedWord = (status: string): boolean => {
  const meaning = statusOf(status);
  return meaning === 'shipped' || meaning === 'signed' || meaning === 'confirmed' || meaning === 'success';
};

/** All of what was paid for an item came back. */
export const isRefundedWhole = (order: OrderObservation, item: ItemObservation): boolean =>
  order.allRefunded || (isRefundSuccess(item.refundStatus) && item.refundedFen >= item.amountFen);

/** The receipt of an item was confirmed. */
export const isReceived = ({ logisticsStatus }: ItemObservation): boolean => logisticsStatus === RECEIVED;

/** An item is on its way or there: nothing of it is still with the seller. */
export function isShipped(order: OrderObservation, { logisticsStatus }: ItemObservation): boolean {
  if (logisticsStatus === NOT_SHIPPED || logisticsStatus === PARTLY_SHIPPED) return false;
  if (logisticsStatus !== null && SHIPPED_SOMEHOW.has(logisticsStatus)) return true;
  // No word of its own, or no logistics order (8): the order's word stands for it.
  return order.allShippedAt !== null || isShippedWord(order.status);
}
