import { goodsFen, logisticsStatusOf, type Order, refundedFen, totalFen } from './order.ts';
import type { Refund } from './refund.ts';

/** An order as the controls show it: fen, ISO-8601 UTC, and what is still planned. Without its receiver. */
export function orderState(order: Order) {
  return {
    orderId: order.id,
    platform: order.platform,
    userId: order.userId,
    sellerOpenId: order.sellerOpenId,
    status: order.status,
    remark: order.remark,
    createdAt: iso(order.createdAt),
    modifiedAt: iso(order.modifiedAt),
    paidAt: isoOrNull(order.paidAt),
    allShippedAt: isoOrNull(order.allShippedAt),
    receivedAt: isoOrNull(order.receivedAt),
    completedAt: isoOrNull(order.completedAt),
    closed: order.closed,
    goodsFen: goodsFen(order),
    freightFen: order.freightFen,
    totalFen: totalFen(order),
    refundedFen: refundedFen(order),
    refundStatus: order.refundStatus,
    refunds: order.refunds.map(refundState),
    payments: order.payments.map(({ at, fen }) => ({ at: iso(at), fen })),
    warehouse: order.warehouse,
    items: order.items.map((item) => ({ ...item, logisticsStatus: logisticsStatusOf(item) })),
    parcels: order.parcels.map((parcel) => ({
      billNo: parcel.billNo,
      company: parcel.companyName,
      subItemIds: parcel.subItemIds,
      shippedAt: iso(parcel.shippedAt),
      signedAt: isoOrNull(parcel.signedAt),
      steps: parcel.steps.map((step) => ({ ...step, at: iso(step.at) })),
    })),
    plan: order.plan.map((step) => ({ ...step, at: iso(step.at) })),
  };
}

/** A refund as the controls show it. */
export function refundState(refund: Refund) {
  return {
    ...refund,
    appliedAt: iso(refund.appliedAt),
    modifiedAt: iso(refund.modifiedAt),
    messages: refund.messages.map((each) => ({ ...each, at: iso(each.at) })),
    next: refund.next && { ...refund.next, at: iso(refund.next.at) },
  };
}

export type RefundState = ReturnType<typeof refundState>;

export type OrderState = ReturnType<typeof orderState>;

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
