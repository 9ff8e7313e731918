import { chinaIso } from './clock.ts';
import type { Order } from './order.ts';
import { tradeIdOf } from './order-payment.ts';
import { REFUND_REASONS, type Refund } from './refund.ts';
import type { Wire } from './wire.ts';

/** A 1688 refund on the wire (docs/reference/platform.md, "1688 refunds"). */
export function refundDetail(order: Order, refund: Refund): Wire {
  return {
    id: Number(refund.id.slice(-12)),
    createBy: null,
    createById: null,
    createTime: chinaIso(refund.appliedAt),
    updateBy: null,
    updateById: null,
    updateTime: chinaIso(refund.modifiedAt),
    remark: refund.refusal,
    alipayPaymentId: tradeIdOf(order),
    applyCarriage: refund.freightFen,
    applyExpect: 0,
    applyPayment: refund.goodsFen,
    applyReason: reasonText(refund),
    applyReasonId: Number(refund.reasonId),
    applySubReason: null,
    applySubReasonId: null,
    buyerAlipayId: null,
    buyerLogisticsName: refund.parcel?.companyName ?? null,
    buyerMemberId: `b2b-${order.userId}`,
    buyerSendGoods: refund.parcel !== null,
    buyerUserId: null,
    disputeRequest: refund.returns ? 3 : 1,
    disputeType: refund.afterSales ? 2 : 1,
    freightBill: refund.parcel?.billNo ?? null,
    gmtApply: chinaIso(refund.appliedAt),
    orderId: BigInt(order.id),
    orderEntryIdList: refund.subItemIds.map((id) => BigInt(id)),
    refundId: refund.id,
    refundPayment: refund.paidGoodsFen,
    refundCarriage: refund.paidFreightFen,
    status: refund.status,
  };
}

/** The text of its reason; a reason nobody offered has its id. */
export const reasonText = ({ reasonId }: Refund): string =>
  REFUND_REASONS.find(({ id }) => id === reasonId)?.text ?? reasonId;
