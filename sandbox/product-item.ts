import { skuById, titleOf } from './catalogue.ts';
import { chinaIso } from './clock.ts';
import { productIdOf, skuIdOf } from './goods.ts';
import { type Item, isClosed, isItemRefunded, logisticsStatusOf, type Order } from './order.ts';
import { instantOrNull, type Rendering, type Wire, wireId, yuan } from './wire.ts';

/** One line of the order object, with every documented member. */
export function productItem(order: Order, item: Item, rendering: Rendering): Wire {
  const status = itemStatus(order, item);
  return {
    cargoNumber: null,
    description: null,
    itemAmount: yuan(item.amountFen),
    name: titleOf(item.offerMapId),
    price: yuan(item.unitFen),
    productID: productIdOf(item.offerMapId),
    productImgUrl: ['http://img.example.com/sandbox.80x80.jpg', 'http://img.example.com/sandbox.jpg'],
    productSnapshotUrl: `https://trade.example.com/order/offer_snapshot.htm?order_entry_id=${item.subItemId}`,
    quantity: item.quantity,
    refund: yuan(item.refundedFen),
    skuID: skuIdOf(item.specId),
    sort: null,
    status,
    subItemID: wireId(item.subItemId, rendering),
    type: 'common',
    unit: '件',
    weight: null,
    weightUnit: null,
    guaranteesTerms: GUARANTEES,
    productCargoNumber: '8089',
    skuInfos: [{ name: '颜色', value: skuById(item.specId)?.sku.color.text ?? '奶油紫' }],
    entryDiscount: item.amountFen - Math.round(item.unitFen * item.quantity),
    specId: item.specId,
    quantityFactor: 1,
    statusStr: STATUS_TEXTS[status] ?? status,
    refundStatus: item.refundStatus,
    closeReason: order.closed?.reason ?? null,
    logisticsStatus: logisticsStatusOf(item),
    gmtCreate: chinaIso(order.createdAt),
    gmtModified: chinaIso(order.modifiedAt),
    gmtCompleted: instantOrNull(order.completedAt),
    gmtPayExpireTime: null,
    refundId: item.refundId,
    subItemIDString: item.subItemId,
    refundIdForAs: null,
    erpMaterialCode: null,
    itemDiscountFee: null,
    cantSendReason: null,
    canSendGoods: null,
    barCode: null,
    permitLogisticsCpCode: null,
    deliverGoodsOverdueRisk: null,
    relatedCode: null,
    freeEntryServiceInfo: null,
    payEntryServiceInfo: null,
    extAttributes: null,
  };
}

/** A line follows its order, except where it was received or paid back before the others. */
function itemStatus(order: Order, item: Item): string {
  if (isClosed(order) || order.receivedAt !== null) return order.status;
  if (isItemRefunded(item)) return 'terminated';
  if (item.received) return 'confirm_goods';
  const shippedEarly = order.status === 'waitsellersend' && item.shippedQuantity >= item.quantity;
  return shippedEarly ? 'waitbuyerreceive' : order.status;
}

const STATUS_TEXTS: Readonly<Record<string, string>> = {
  waitbuyerpay: '等待买家付款',
  waitsellersend: '等待卖家发货',
  waitbuyerreceive: '等待买家收货',
  signinsuccess: '买家已签收',
  confirm_goods: '已收货',
  success: '交易成功',
  cancel: '交易取消',
  terminated: '交易终止',
};

const GUARANTEES: Wire[] = [
  {
    assuranceInfo: '卖家承诺:签收后7天内,商品完好的情况下可以退货。',
    assuranceType: 'qtwlybt',
    qualityAssuranceType: '7天无理由退货',
  },
  {
    assuranceInfo: '退货寄出后,符合条件的退款很快到账。',
    assuranceType: 'lsjst_s',
    qualityAssuranceType: '极速退款',
  },
  {
    assuranceInfo: '卖家承诺:付款后48小时内发货,否则赔付。',
    assuranceType: 'ssbxsfh',
    qualityAssuranceType: '48小时发货',
  },
];
