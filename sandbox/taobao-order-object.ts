import { titleOf } from './catalogue.ts';
import { chinaText } from './clock.ts';
import { type Item, type Order, totalFen } from './order.ts';
import type { RefundStatus } from './refund.ts';
import { openRefundOf, refundOf } from './refund-state.ts';
import type { Wire } from './wire.ts';

/** A Taobao order on the wire, in fen (docs/reference/platform.md, "Taobao orders"). */
export function taobaoOrder(order: Order): Wire {
  const [statusCode, status] = taobaoStatus(order.status);
  return {
    purchaseOrderId: order.id,
    sellerOrderNumber: order.remark,
    status,
    statusCode,
    createTime: chinaText(order.createdAt),
    payTime: order.paidAt === null ? null : chinaText(order.paidAt),
    totalFee: totalFen(order),
    postFee: order.freightFen,
    warehouseName: order.warehouse?.name ?? null,
    warehouseAddress: order.warehouse?.address ?? null,
    subOrders: order.items.map((item) => subOrder(order, item)),
  };
}

function subOrder(order: Order, item: Item): Wire {
  const parcel = parcelWith(order, item);
  return {
    subPurchaseOrderId: item.subItemId,
    purchaseOrderLineId: lineIdOf(item),
    itemId: item.offerMapId,
    skuId: item.specId,
    title: titleOf(item.offerMapId),
    quantity: item.quantity,
    status: itemStatus(order, item),
    refundStatus: refundCodeOf(order, item),
    logisticCompanyName: parcel?.companyName ?? null,
    logisticNumber: parcel?.billNo ?? null,
  };
}

/** The number a line has beside its sub-order's. */
export const lineIdOf = ({ subItemId }: Item): string => `3${subItemId.slice(1)}`;

/** The last parcel a line went with. */
export const parcelWith = (order: Order, { subItemId }: Item) =>
  order.parcels.findLast((parcel) => parcel.subItemIds.includes(subItemId));

/** Its code and its word, of the word the machine has. */
export const taobaoStatus = (word: string): readonly [code: number, word: string] => WORDS[word] ?? [9, word];

const SHIPPED = [11, 'WAIT_BUYER_CONFIRM_GOODS'] as const;
const CLOSED = [4, 'TRADE_CLOSED'] as const;
const FINISHED = [9, 'TRADE_FINISHED'] as const;
const WORDS: Readonly<Record<string, readonly [number, string]>> = {
  waitbuyerpay: [0, 'WAIT_BUYER_P'],
  waitsellersend: [10, 'WAIT_SELLER_SEND_GOODS'],
  waitbuyerreceive: SHIPPED,
  signinsuccess: SHIPPED,
  confirm_goods: FINISHED,
  success: FINISHED,
  cancel: CLOSED,
  terminated: CLOSED,
};

/** A line follows its order, except where it was shipped before the others. */
export function itemStatus(order: Order, item: Item): string {
  const early = order.status === 'waitsellersend' && item.shippedQuantity >= item.quantity;
  return taobaoStatus(early ? 'waitbuyerreceive' : order.status)[1];
}

/** The number of a refund's status. */
export const REFUND_CODES: Readonly<Record<RefundStatus, number>> = {
  waitselleragree: 10,
  waitbuyersend: 20,
  waitsellerreceive: 30,
  refundsuccess: 100,
  waitbuyermodify: -10,
  refundclose: -20,
};

function refundCodeOf(order: Order, item: Item): number {
  const refund = openRefundOf(order, item.subItemId) ?? refundOf(order, item.refundId ?? '');
  return refund ? REFUND_CODES[refund.status] : 0;
}

/** The parcels of one sub-order and their way so far. */
export function taobaoLogistics(order: Order, item: Item): Wire {
  const parcels = order.parcels.filter((parcel) => parcel.subItemIds.includes(item.subItemId));
  const { receiver } = order;
  return {
    purchaseOrderOuterId: item.subItemId,
    pnmLogisticsDetails: parcels.map((parcel) => ({
      mailNo: parcel.billNo,
      logisticsTraces: parcel.steps.map((step) => ({
        time: chinaText(step.at),
        status: step.status,
        statusDesc: step.remark,
        standerdDesc: step.remark,
        action: step.status,
        province: null,
        city: null,
        district: null,
        facilityName: null,
        nextCity: null,
        nextNodeName: null,
      })),
      logisticsPartner: [{ company: parcel.companyName, companyContact: null, companyImageUrl: null }],
      receiver: {
        zipCode: receiver.postCode,
        address: receiver.address,
        province: receiver.provinceText,
        city: receiver.cityText,
        district: receiver.areaText,
        phone: receiver.mobile,
        name: receiver.fullName,
      },
      logisticsGoods: [
        {
          title: titleOf(item.offerMapId),
          property: null,
          imageUrl: null,
          quantity: String(item.quantity),
        },
      ],
    })),
  };
}
