import { z } from 'zod';
import { fenAmount } from './amounts.ts';
import { figure } from './figures.ts';
import { integerId, personalWireText, textId, wireText } from './ids.ts';
import { shapes } from './leaves.ts';
import { clockTime, time } from './times.ts';

/** Taobao after-sales (docs/reference/platform.md, "Taobao refunds"). Any member of an answer may be null or missing. */

const text = wireText.nullish();

/** The refund itself. */
export const taobaoRefundOrder = z
  .looseObject({
    refundId: textId.nullish(),
    refundStatus: figure
      .nullish()
      .describe('10 applied, 20 agreed, 30 goods on their way back, 100 refunded, -10 refused, -20 closed'),
    refundType: figure.nullish().describe('1 refund only, 3 goods go back'),
    refundFee: fenAmount.nullish(),
    goodsStatus: figure.nullish().describe('4 not shipped, 1 not received, 2 received'),
    reasonId: integerId.nullish(),
    reasonDesc: text,
    refundDesc: text,
    payOrderId: textId.nullish(),
    canEditFee: z.boolean().nullish(),
    feeTips: text,
    timeoutType: text,
    timeoutDate: text,
    remainingTime: text,
    sellerRefuseReason: text,
    sellerRefuseReasonDescribe: text,
  })
  .register(shapes, { name: 'Taobao refund order' });

/** How goods go back. `receiverAddress` is a text in one version and an object in another. */
const returnLogistics = z
  .looseObject({
    receiverAddress: z.unknown().nullish().describe('where they go: text or object'),
    buyerPhone: personalWireText.nullish(),
    returnGoodsDesc: text,
    logisticsNo: textId.nullish(),
    logisticsCompany: z.looseObject({ logisticsCompanyCode: text, logisticsCompanyName: text }).nullish(),
    sellerAgreeReturnDescribe: text,
  })
  .register(shapes, { name: 'Taobao return logistics' });

/** The line a refund is of. */
const purchaseOrderLine = z.looseObject({
  purchaseOrderId: integerId.nullish(),
  purchaseOrderLineId: integerId.nullish(),
  salesOrderId: textId.nullish(),
  supplierId: integerId.nullish(),
  quantity: figure.nullish(),
  price: fenAmount.nullish(),
  totalPrice: fenAmount.nullish(),
  productFee: fenAmount.nullish(),
  postFee: fenAmount.nullish(),
  itemTitle: text,
  salesMarket: text,
  createTime: time.nullish(),
});

const refundMembers = {
  distributorId: textId.nullish(),
  currency: text,
  refundOrderAggregate: z
    .looseObject({
      refundOrder: taobaoRefundOrder.nullish(),
      purchaseOrderLine: purchaseOrderLine.nullish(),
      logistics: returnLogistics.nullish(),
    })
    .nullish(),
};

/** A Taobao refund as its detail tells it. */
export const taobaoRefund = z.looseObject(refundMembers).register(shapes, { name: 'Taobao refund' });

/** A Taobao refund that was taken back, or not. */
export const taobaoRefundCancelled = z.looseObject({
  ...refundMembers,
  cancelSuccess: z.boolean().nullish(),
});

/** What a refund of a line may be: to be asked before it is applied for. */
export const taobaoRefundOptions = z.looseObject({
  distributorId: textId.nullish(),
  currency: text,
  saleFlag: z.boolean().nullish().describe('whether a refund can be applied for'),
  refundOrderTemplate: z
    .looseObject({
      refundReasons: z
        .array(z.looseObject({ reasonId: integerId.nullish(), reasonDesc: text, tips: text }))
        .nullish(),
      goodsStatusList: z.array(z.string()).nullish(),
      refundOrder: taobaoRefundOrder.nullish(),
      maxRefundFee: z
        .looseObject({
          minRefundFee: fenAmount.nullish(),
          refundFee: fenAmount.nullish().describe('the most'),
          feeTips: text,
          canEditRefundFee: z.boolean().nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

/** Where goods are to be sent back to, and by whom. */
export const taobaoReturnOptions = z.looseObject({
  logistics: returnLogistics.nullish(),
  logisticsCompanies: z
    .array(z.looseObject({ logisticsCompanyCode: text, logisticsCompanyName: text }))
    .nullish(),
});

/** One message about a refund. */
export const refundMessage = z
  .looseObject({
    refundMessage: text,
    refundImages: z.array(z.string()).nullish(),
    author: text.describe('"buyer" or "seller"'),
    createTime: clockTime.nullish(),
  })
  .register(shapes, { name: 'Refund message' });
