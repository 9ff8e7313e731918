import { z } from 'zod';
import { fenAmount } from './amounts.ts';
import { figure } from './figures.ts';
import { integerId, textId, wireText } from './ids.ts';
import { shapes } from './leaves.ts';
import { time } from './times.ts';

/** 1688 after-sales (docs/reference/platform.md, "1688 refunds"). Any member of an answer may be null or missing. */

const text = wireText.nullish();

/** A refund as its detail tells it. */
export const refund = z.looseObject({
  refundId: textId.nullish().describe('begins with "TQ"'),
  orderId: textId.nullish(),
  status: text.describe(
    'waitselleragree, waitbuyermodify, waitbuyersend, waitsellerreceive, refundsuccess, refundclose',
  ),
  applyPayment: fenAmount.nullish().describe('goods, applied for'),
  applyCarriage: fenAmount.nullish().describe('freight, applied for'),
  refundPayment: fenAmount.nullish().describe('goods, paid back'),
  refundCarriage: fenAmount.nullish().describe('freight, paid back'),
  applyReason: text,
  applyReasonId: textId.nullish(),
  applySubReason: text,
  applySubReasonId: textId.nullish(),
  applyExpect: figure.nullish(),
  disputeRequest: text.describe('1 refund only, 3 goods go back'),
  disputeType: text.describe('1 before completion, 2 after it'),
  gmtApply: time.nullish(),
  buyerSendGoods: z.boolean().nullish(),
  buyerLogisticsName: text,
  freightBill: textId.nullish().describe('the parcel that goes back'),
  alipayPaymentId: textId.nullish(),
  buyerAlipayId: text,
  buyerMemberId: text,
  buyerUserId: integerId.nullish(),
  id: integerId.nullish(),
  remark: text,
  createBy: text,
  createById: integerId.nullish(),
  createTime: time.nullish(),
  updateBy: text,
  updateById: integerId.nullish(),
  updateTime: time.nullish(),
});

/** A refund that was just applied for. */
export const refundCreated = z
  .looseObject({ refundId: textId.nullish() })
  .register(shapes, { name: 'Created refund' });
