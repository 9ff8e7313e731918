import { chinaIso } from './clock.ts';
import { goodsFen, type Order, priceChangeFen, refundedFen, totalFen } from './order.ts';
import { nativeLogistics, receiverInfo } from './order-logistics.ts';
import { paymentStep, tradeIdOf, tradeTerms } from './order-payment.ts';
import { buyerContact, sellerContact, sellerNameOf } from './people.ts';
import { productItem } from './product-item.ts';
import { instantOrNull, type Rendering, type Wire, wireId, yuan } from './wire.ts';

/** The order object with every documented member (docs/reference/platform.md, "Order object"). */
export function orderObject(order: Order, rendering: Rendering): Wire {
  return {
    guaranteesTerms: null,
    internationalLogistics: null,
    nativeLogistics: nativeLogistics(order, rendering),
    productItems: order.items.map((item) => productItem(order, item, rendering)),
    tradeTerms: tradeTerms(order),
    extAttributes: [{ key: 'preSelectPayChannel', value: 'alipay', description: null }],
    orderRateInfo: { buyerRateStatus: 5, sellerRateStatus: 5, buyerRateList: null, sellerRateList: null },
    orderInvoiceInfo: null,
    customs: null,
    overseasExtraAddress: null,
    baseInfo: baseInfo(order, rendering),
    orderBizInfo: ORDER_BIZ_INFO,
    quoteList: null,
    fromEncryptOrder: false,
    encryptOutOrderInfo: null,
    outChannel: null,
    sendGoodsOverdueRisk: null,
    officialLogisticOrder: null,
    sellerOpenId: order.sellerOpenId,
    success: true,
    errorCode: null,
    errorMsg: null,
  };
}

/** The element of a batch answer that stands for a merchant who was refused. */
export function refusedElement(sellerOpenId: string | null, errorCode: string, errorMsg: string): Wire {
  return { baseInfo: null, productItems: null, sellerOpenId, success: false, errorCode, errorMsg };
}

function baseInfo(order: Order, rendering: Rendering): Wire {
  const paid = order.paidAt !== null;
  const seller = sellerNameOf(order.sellerOpenId);
  return {
    allDeliveredTime: instantOrNull(order.allShippedAt),
    businessType: 'cb',
    buyerID: `b2b-${order.userId}`,
    buyerMemo: null,
    completeTime: instantOrNull(order.completedAt),
    createTime: chinaIso(order.createdAt),
    currency: null,
    id: wireId(order.id, rendering),
    modifyTime: chinaIso(order.modifiedAt),
    payTime: instantOrNull(order.paidAt),
    receivingTime: instantOrNull(order.receivedAt),
    refund: yuan(refundedFen(order)),
    remark: null,
    sellerID: `b2b-${seller}`,
    sellerMemo: null,
    shippingFee: yuan(order.freightFen),
    status: order.status,
    totalAmount: yuan(totalFen(order)),
    buyerRemarkIcon: null,
    sellerRemarkIcon: null,
    discount: priceChangeFen(order),
    buyerContact,
    tradeType: '50060',
    refundStatus: order.refundStatus,
    refundStatusForAs: null,
    refundPayment: 0,
    idOfStr: order.id,
    alipayTradeId: paid ? tradeIdOf(order) : 'UNCREATED',
    receiverInfo: receiverInfo(order),
    buyerLoginId: 'sandboxbuyer',
    sellerLoginId: seller,
    buyerUserId: null,
    sellerUserId: null,
    buyerAlipayId: null,
    sellerAlipayId: null,
    confirmedTime: instantOrNull(order.receivedAt),
    closeReason: order.closed?.reason ?? null,
    sumProductPayment: yuan(goodsFen(order)),
    stepOrderList: null,
    stepAgreementPath: null,
    stepPayAll: false,
    buyerFeedback: order.remark,
    overSeaOrder: false,
    subBuyerLoginId: `sandboxbuyer:${order.userId}`,
    sellerOrder: false,
    preOrderId: null,
    refundId: order.items.find((item) => item.refundId !== null)?.refundId ?? null,
    flowTemplateCode: 'assureTrade',
    buyerLevel: null,
    sellerCreditLevel: null,
    sellerContact: sellerContact(seller),
    newStepOrderList: [paymentStep(order)],
    closeRemark: order.closed?.remark ?? null,
    closeOperateType: order.closed?.operateType ?? '',
    couponFee: 0,
    tradeTypeDesc: '担保交易',
    payChannelList: paid ? ['支付宝'] : [],
    tradeTypeCode: 'assureTrade',
    payTimeout: order.payTimeoutSeconds,
    payTimeoutType: 0,
    payChannelCodeList: paid ? ['alipay'] : [],
    ccid: null,
    relatedCode: null,
    buyerOpenUid: null,
    buyerSubOpenUid: null,
    inventoryMode: null,
    outOrderId: null,
  };
}

const ORDER_BIZ_INFO: Wire = {
  odsCyd: false,
  accountPeriodTime: null,
  creditOrder: false,
  creditOrderDetail: null,
  preOrderInfo: null,
  lstOrderInfo: null,
  erpBuyerUserId: null,
  erpOrderId: null,
  erpBuyerOrgId: null,
  isCz: null,
  isDz: null,
  dz: null,
  dropshipping: false,
  shippingInsurance: 'givenByAnXinGou',
  hyperLinkCangFaOrder: null,
  hyperLinkOrder: null,
  hyperLinkSecondStepOrder: null,
  hyperLinkShipType: null,
  lightningWarehouse: null,
};
