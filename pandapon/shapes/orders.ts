import { z } from 'zod';
import { fenAmount, unitPrice, yuan } from './amounts.ts';
import { figure } from './figures.ts';
import { codeText, integerId, personalWireText, textId, wireText } from './ids.ts';
import { shapes } from './leaves.ts';
import { time } from './times.ts';

/**
 * The 1688 order object: answers of create, page and detail, and the price-change message
 * (docs/reference/platform.md, "Order object"). Members named here are read; all others pass through untouched.
 * Any member may be null or missing.
 */

const text = wireText.nullish();
const person = personalWireText.nullish();

/** One line of an order. */
export const orderItem = z.looseObject({
  subItemID: integerId.nullish(),
  subItemIDString: textId.nullish(),
  productID: integerId.nullish(),
  skuID: integerId.nullish(),
  specId: text,
  name: text,
  /** Decimal; a factor of ten where units are sold in fractions. */
  quantity: figure.nullish(),
  quantityFactor: figure.nullish(),
  price: unitPrice.nullish(),
  /** What the line costs, reductions taken off, freight not included. */
  itemAmount: yuan.nullish(),
  entryDiscount: fenAmount.nullish(),
  refund: yuan.nullish(),
  status: text,
  refundStatus: text,
  refundId: textId.nullish(),
  refundIdForAs: textId.nullish(),
  /** 1 not shipped, 2 shipped, 3 received, 4 returned, 5 partly shipped, 8 no logistics order yet. */
  logisticsStatus: figure.nullish(),
  gmtCreate: time.nullish(),
  gmtModified: time.nullish(),
  gmtCompleted: time.nullish(),
});

/** Receiver as the platform read it. Personal data. */
const receiver = z.looseObject({
  toFullName: person,
  toMobile: person,
  toPhone: person,
  toPost: text,
  toArea: person,
});

/** Status, times and sums of an order. */
export const orderBase = z.looseObject({
  id: integerId.nullish(),
  idOfStr: textId.nullish(),
  status: text,
  /** Goods and freight together: what is due or was paid. */
  totalAmount: yuan.nullish(),
  sumProductPayment: yuan.nullish(),
  shippingFee: yuan.nullish(),
  discount: fenAmount.nullish(),
  refund: yuan.nullish(),
  createTime: time.nullish(),
  modifyTime: time.nullish(),
  payTime: time.nullish(),
  allDeliveredTime: time.nullish(),
  receivingTime: time.nullish(),
  confirmedTime: time.nullish(),
  completeTime: time.nullish(),
  refundStatus: text,
  refundStatusForAs: text,
  refundId: textId.nullish(),
  closeReason: text,
  closeRemark: text,
  closeOperateType: text,
  alipayTradeId: textId.nullish(),
  /** Seconds from creation until an unpaid order is closed. */
  payTimeout: figure.nullish(),
  /** The order remark: the `message` of create comes back here. */
  buyerFeedback: text,
  receiverInfo: receiver.nullish(),
});

const logisticsItem = z.looseObject({
  logisticsBillNo: textId.nullish(),
  logisticsCompanyName: text,
  /** Comma list of sub-item ids. */
  subItemIds: textId.nullish(),
  deliveredTime: time.nullish(),
});

/** The whole order object. An element of batch create that was refused has `success: false` and a null `baseInfo`. */
export const order = z
  .looseObject({
    baseInfo: orderBase.nullish(),
    productItems: z.array(orderItem).nullish(),
    nativeLogistics: z.looseObject({ logisticsItems: z.array(logisticsItem).nullish() }).nullish(),
    tradeTerms: z
      .array(
        z.looseObject({
          /** 1 unpaid, 2 paid, 4 fully refunded, 6 seller received the money, 7 not created, 8 cancelled, 9 paying. */
          payStatus: codeText.nullish(),
          payTime: time.nullish(),
          phasAmount: yuan.nullish(),
        }),
      )
      .nullish(),
    sellerOpenId: text,
    success: z.boolean().nullish(),
    errorCode: codeText.nullish(),
    errorMsg: text,
  })
  .register(shapes, { name: 'Order object' });

export type Order = z.output<typeof order>;
export type OrderBase = z.output<typeof orderBase>;
export type OrderItem = z.output<typeof orderItem>;

/** The order's id with exact digits: `idOfStr`, else `id`; null when the object has neither (a refused element). */
export const orderIdOf = ({ baseInfo }: Order): string | null => baseInfo?.idOfStr || baseInfo?.id || null;

/** A line's id with exact digits: `subItemIDString`, else `subItemID`. */
export const subItemIdOf = (item: OrderItem): string | null => item.subItemIDString || item.subItemID || null;
