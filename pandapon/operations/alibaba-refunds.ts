import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { fenAmount } from '../shapes/amounts.ts';
import { integerId, sentIntegerId, sentName, textId, wireText } from '../shapes/ids.ts';
import { refund, refundCreated } from '../shapes/refunds.ts';

/** 1688 after-sales (docs/reference/platform.md, "1688 refunds"). */

const text = z.string().nullish();
const vouchers = z.array(z.string()).nullish().describe('pictures, as the upload answered them');
const goodsStatus = z
  .string()
  .min(1)
  .describe('"refundWaitSellerSend", "refundWaitBuyerReceive" or "refundBuyerReceived"');

const ORDER = 2540608320348880794n;
const REFUND = 'TQ40608320348880794';
const lines = {
  orderId: sentIntegerId,
  orderEntryIds: z.array(sentIntegerId).min(1).describe('the lines, by their ids'),
};

export const alibabaRefunds = [
  declareOperation({
    name: 'alibaba.refund.detail',
    title: 'Read one refund',
    menu: '1688/售后/1688查询退款单详情',
    method: 'POST',
    path: '/v2/alibaba/refund/info',
    effect: 'read',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'inferred' },
    from: 'doc.pandapon.com/api-250313117 (v1, cut after `buyerUserId`), prefix /v2; status words after the 1688 open platform',
    request: z.looseObject({ refundId: sentName }),
    answer: refund,
    example: { refundId: REFUND },
  }),

  declareOperation({
    name: 'alibaba.refund.reasons',
    title: 'For which reasons lines of an order can be refunded',
    menu: '1688/售后/1688查询退款退货原因(用于创建退款退货)',
    method: 'POST',
    path: '/v2/alibaba/refund/reason/list',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST',
    request: z.looseObject({ ...lines, goodsStatus }),
    answer: z.array(
      z.looseObject({
        id: integerId.nullish(),
        name: wireText.nullish(),
        needVoucher: z.boolean().nullish(),
        noRefundCarriage: z.boolean().nullish().describe('the freight does not come back'),
        tip: wireText.nullish(),
      }),
    ),
    example: { orderId: ORDER, orderEntryIds: [ORDER], goodsStatus: 'refundWaitSellerSend' },
  }),

  declareOperation({
    name: 'alibaba.refund.uploadVoucher',
    title: 'Upload a picture for a refund',
    menu: '1688/售后/1688上传退款退货凭证',
    method: 'POST',
    path: '/v2/alibaba/refund/voucher/upload',
    effect: 'effect',
    look: null,
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST',
    request: z.looseObject({ imageBase64: z.string().min(1) }),
    answer: z.looseObject({ imageDomain: wireText.nullish(), imageRelativeUrl: wireText.nullish() }),
    example: { imageBase64: 'iVBORw0KGgo=' },
  }),

  declareOperation({
    name: 'alibaba.refund.create',
    title: 'Apply for a refund of lines of an order',
    menu: '1688/售后/1688创建退款退货申请',
    method: 'POST',
    path: '/v2/alibaba/refund/detail/create',
    effect: 'effect',
    look: 'alibaba.order.detail',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'documented' },
    from: 'doc-cnv2.pandapon.com/api-288876782; fen and the words of `disputeRequest` and `goodsStatus` are not published',
    request: z.looseObject({
      ...lines,
      disputeRequest: z.string().min(1).describe('"refund", or "returnRefund": the goods go back'),
      applyPayment: fenAmount.describe('goods'),
      applyCarriage: fenAmount.describe('freight'),
      applyReasonId: sentIntegerId,
      description: z.string(),
      goodsStatus,
      vouchers,
      orderEntryCountList: z
        .array(z.looseObject({ id: sentIntegerId, count: z.int().min(0).describe('how many were bought') }))
        .nullish(),
    }),
    answer: refundCreated,
    example: {
      orderId: ORDER,
      orderEntryIds: [ORDER],
      disputeRequest: 'refund',
      applyPayment: 1900,
      applyCarriage: 400,
      applyReasonId: 20006,
      description: '不想要了',
      goodsStatus: 'refundWaitSellerSend',
    },
  }),

  declareOperation({
    name: 'alibaba.refund.returnGoods',
    title: 'Say by which parcel the goods of a refund go back',
    menu: '1688/售后/1688买家提交退款货信息',
    method: 'POST',
    path: '/v2/alibaba/refund/goods/return',
    effect: 'effect',
    look: 'alibaba.refund.detail',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'assumed' },
    from: 'doc-en.pandapon.com/api-263477657 (v1), prefix /v2',
    request: z.looseObject({
      refundId: sentName,
      logisticsCompanyNo: z.string().min(1).describe('from alibaba.refund.logisticsCompanies'),
      freightBill: z.string().min(1),
      description: text,
      vouchers,
    }),
    answer: z.boolean(),
    example: { refundId: REFUND, logisticsCompanyNo: 'ZTO', freightBill: 'ZT8800000001' },
  }),

  declareOperation({
    name: 'alibaba.refund.logisticsCompanies',
    title: 'The carriers by which goods can go back',
    menu: '1688/售后/物流公司列表-所有的物流公司',
    method: 'GET',
    path: '/v2/alibaba/refund/logistics/company/list',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says GET',
    request: z.looseObject({}),
    answer: z.array(
      z.looseObject({
        id: textId.nullish(),
        companyNo: wireText.nullish(),
        companyName: wireText.nullish(),
        companyPhone: wireText.nullish(),
      }),
    ),
    example: {},
  }),
] as const;
