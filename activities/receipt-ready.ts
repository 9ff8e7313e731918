import { statusOf } from '../contract/index.ts';
import { isReceived, isRefundedWhole, isShipped, standingOf } from './order-life.ts';
import { isSigned } from './parcels.ts';
import { isRefundOpen } from './refund-words.ts';
import type { ConfirmResult, ItemObservation, OrderObservation } from './types.ts';

type NotReady = Extract<ConfirmResult, { kind: 'not-ready' }>['why'];

export type Readiness =
  | { kind: 'ready'; subItemIds: string[] }
  /** Nothing is left to confirm. */
  | { kind: 'done' }
  | { kind: 'not-ready'; why: NotReady };

interface Asked {
  /** null: every item not refunded whole. */
  subItemIds: readonly string[] | null;
  signedByPerson: boolean;
}

/**
 * Whether a receipt may be sent, and for which items: each shipped, signed for and without an open refund. Confirming
 * pays the seller and closes an open refund (docs/reference/platform.md, "Receipt").
 */
export function readinessOf(order: OrderObservation, { subItemIds, signedByPerson }: Asked): Readiness {
  const standing = standingOf(order);
  if (standing === 'confirmed') return { kind: 'done' };
  if (standing === 'closed') return notReady('closed');
  if (standing === 'odd') return notReady('odd');
  if (standing === 'unpaid') return notReady('not-shipped');
  const asked =
    subItemIds === null ? order.items : order.items.filter(({ subItemId }) => subItemIds.includes(subItemId));
  // Items that the order does not show, or shows without an id, can't be judged.
  if (order.items.length === 0 || asked.length < (subItemIds?.length ?? 0)) return notReady('odd');
  const entries = asked.filter((item) => !isReceived(item) && !isRefundedWhole(order, item));
  if (entries.length === 0) return { kind: 'done' };
  if (entries.some(({ subItemId }) => subItemId === '')) return notReady('odd');
  if (hasOpenRefund(order, entries)) return notReady('refund-open');
  if (!entries.every((item) => isShipped(order, item))) return notReady('not-shipped');
  if (!signedByPerson && !isSignedFor(order)) return notReady('not-signed');
  return { kind: 'ready', subItemIds: entries.map(({ subItemId }) => subItemId) };
}

const notReady = (why: NotReady): Readiness => ({ kind: 'not-ready', why });

/** The order's own word counts where no item says which one the refund is of. */
function hasOpenRefund(order: OrderObservation, entries: readonly ItemObservation[]): boolean {
  if (entries.some(({ refundStatus }) => isRefundOpen(refundStatus))) return true;
  return (
    isRefundOpen(order.refundStatus) && !order.items.some(({ refundStatus }) => isRefundOpen(refundStatus))
  );
}

/** `signinsuccess`, or every parcel signed for and nothing left to ship (docs/reference/platform.md, "Signed for"). */
function isSignedFor(order: OrderObservation): boolean {
  if (statusOf(order.status) === 'signed') return true;
  const parcels = order.parcels ?? [];
  const left = order.items.some((item) => !isRefundedWhole(order, item) && !isShipped(order, item));
  return order.allShippedAt !== null && !left && parcels.length > 0 && parcels.every(isSigned);
}
