import { titleOf } from './catalogue.ts';
import { chinaText } from './clock.ts';
import { goodsFen, type Order } from './order.ts';
import type { Refund } from './refund.ts';
import { reasonText } from './refund-object.ts';
import { lineIdOf, REFUND_CODES } from './taobao-order-object.ts';
import type { Wire } from './wire.ts';

/** A Taobao refund on the wire, in fen (docs/reference/platform.md, "Taobao refunds"). */
export function taobaoRefund(order: Order, refund: Refund): Wire {
  return {
    distributorId: '100000000001',
    currency: 'CNY',
    refundOrderAggregate: {
      refundOrder: refundOrder(order, refund),
      purchaseOrderLine: purchaseOrderLine(order, refund),
      logistics: returnLogistics(refund),
    },
  };
}

function refundOrder(order: Order, refund: Refund): Wire {
  return {
    refundId: refund.id,
    refundStatus: REFUND_CODES[refund.status],
    refundType: refund.returns ? 3 : 1,
    refundFee: refund.goodsFen + refund.freightFen,
    goodsStatus: Number(refund.goodsStatus),
    reasonId: Number(refund.reasonId),
    reasonDesc: reasonText(refund),
    refundDesc: refund.description,
    payOrderId: order.id,
    canEditFee: true,
    feeTips: null,
    timeoutType: null,
    timeoutDate: null,
    remainingTime: null,
    sellerRefuseReason: refund.refusal,
    sellerRefuseReasonDescribe: refund.refusal,
  };
}

function purchaseOrderLine(order: Order, refund: Refund): Wire | null {
  const item = order.items.find((each) => refund.subItemIds.includes(each.subItemId));
  if (!item) return null;
  return {
    purchaseOrderId: BigInt(order.id),
    purchaseOrderLineId: BigInt(lineIdOf(item)),
    salesOrderId: order.id,
    supplierId: 1,
    quantity: item.quantity,
    price: item.unitFen,
    totalPrice: item.amountFen,
    productFee: goodsFen(order),
    postFee: order.freightFen,
    itemTitle: titleOf(item.offerMapId),
    salesMarket: 'CN',
    createTime: order.createdAt,
  };
}

/** Where goods go back, and by what. */
export const returnLogistics = ({ parcel }: Refund): Wire => ({
  receiverAddress: { detailAddress: '浙江省 义乌市 练习路1号', phone: '00000000', receiver: '练习卖家' },
  buyerPhone: null,
  returnGoodsDesc: parcel?.description ?? null,
  logisticsNo: parcel?.billNo ?? null,
  logisticsCompany: parcel && {
    logisticsCompanyCode: parcel.companyNo,
    logisticsCompanyName: parcel.companyName,
  },
  sellerAgreeReturnDescribe: '请寄回商品',
});

export const refundMessage = ({ at, author, text, images }: Refund['messages'][number]): Wire => ({
  refundMessage: text,
  refundImages: images,
  author,
  createTime: chinaText(at),
});
