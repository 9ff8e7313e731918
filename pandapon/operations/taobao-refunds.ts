import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { fenAmount } from '../shapes/amounts.ts';
import { sentIntegerId, sentName, sentTextId } from '../shapes/ids.ts';
import { pageOf, paging } from '../shapes/pages.ts';
import { refundCreated } from '../shapes/refunds.ts';
import {
  refundMessage,
  taobaoRefund,
  taobaoRefundCancelled,
  taobaoRefundOptions,
  taobaoReturnOptions,
} from '../shapes/taobao-refunds.ts';

/** Taobao after-sales, "reverse orders" (docs/reference/platform.md, "Taobao refunds"). */

const text = z.string().nullish();
const oneRefund = z.looseObject({ refundId: sentName });
const REFUND = '110002685755';
const oneRefundExample = { refundId: REFUND };

const kind = {
  refundType: z.int().describe('1 refund only, 3 goods go back; taken from the render'),
  goodsStatus: z.int().describe('4 not shipped, 1 not received, 2 received; taken from the render'),
};

/** What is applied for. */
const application = {
  ...kind,
  reasonId: sentIntegerId,
  refundFee: fenAmount,
  refundDesc: text,
  refundImages: z.array(z.string()).nullish(),
};
const applicationExample = {
  refundType: 1,
  goodsStatus: 4,
  reasonId: 20006,
  refundFee: 1900,
  refundDesc: '不想要了',
};

export const taobaoRefunds = [
  declareOperation({
    name: 'taobao.refund.page',
    title: 'List Taobao refunds',
    menu: '淘宝/售后/获取逆向单列表接口',
    method: 'POST',
    path: '/v2/taobao/order/refund/queryList',
    effect: 'read',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'assumed' },
    from: 'doc-vnm.pandapon.com/api-250496545 (v1); the frame of other v2 lists around the detail',
    request: z.looseObject({
      pageNo: paging.pageNo,
      pageSize: z.int().min(1),
      refundId: text,
      purchaseOrderId: text,
      salesOrderId: text,
      refundStatus: z.int().nullish(),
      refundStartTime: z.int().nullish().describe('unit not published; the sandbox reads milliseconds'),
      refundEndTime: z.int().nullish(),
    }),
    answer: pageOf(taobaoRefund),
    example: { pageNo: 1, pageSize: 20, purchaseOrderId: '1024285237573584051' },
  }),

  declareOperation({
    name: 'taobao.refund.render',
    title: 'What a refund of a line may be: reasons, goods status, the most money',
    menu: '淘宝/售后/逆向单渲染接口',
    method: 'POST',
    path: '/v2/taobao/order/refund/render',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'documented' },
    from: 'doc-cnv2.pandapon.com/api-288803028; the numbers after another Alibaba interface',
    request: z.looseObject({ subOrderId: sentTextId, ...kind }),
    answer: taobaoRefundOptions,
    example: { subOrderId: '200048859480', refundType: 1, goodsStatus: 4 },
  }),

  declareOperation({
    name: 'taobao.refund.renderLogistics',
    title: 'Where the goods of a refund are to be sent, and by which carriers',
    menu: '淘宝/售后/退货物流渲染',
    method: 'GET',
    path: '/v2/taobao/order/refund/logistics/render',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says GET; members of the detail',
    request: oneRefund,
    answer: taobaoReturnOptions,
    example: oneRefundExample,
  }),

  declareOperation({
    name: 'taobao.refund.submitLogistics',
    title: 'Say by which parcel the goods of a refund go back',
    menu: '淘宝/售后/退货物流提交',
    method: 'POST',
    path: '/v2/taobao/order/refund/logistics/submit',
    effect: 'effect',
    look: 'taobao.refund.detail',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members of the detail',
    request: oneRefund.extend({
      logisticsCompanyCode: z.string().min(1),
      logisticsNo: z.string().min(1),
      returnGoodsDesc: text,
    }),
    answer: z.boolean(),
    example: { ...oneRefundExample, logisticsCompanyCode: 'ZTO', logisticsNo: 'ZT8800000001' },
  }),

  declareOperation({
    name: 'taobao.refund.cancel',
    title: 'Take a refund back',
    menu: '淘宝/售后/逆向单撤销',
    method: 'GET',
    path: '/v2/taobao/order/refund/cancel/{refundId}',
    // A GET that changes something: never to be fetched ahead.
    effect: 'effect',
    look: 'taobao.refund.detail',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'inferred' },
    from: 'doc.pandapon.com/api-250313087 (v1)',
    request: oneRefund,
    answer: taobaoRefundCancelled,
    example: oneRefundExample,
  }),

  declareOperation({
    name: 'taobao.refund.submitMessage',
    title: 'Write a message about a refund',
    menu: '淘宝/售后/提交逆向留言',
    method: 'POST',
    path: '/v2/taobao/order/refund/submit/message',
    effect: 'effect',
    look: 'taobao.refund.messages',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'assumed' },
    from: 'doc-en.pandapon.com/api-263477624 (v1)',
    request: oneRefund.extend({
      refundMessage: z.string().min(1),
      refundImages: text.describe('encoding not published'),
    }),
    answer: z.boolean(),
    example: { ...oneRefundExample, refundMessage: '请尽快处理' },
  }),

  declareOperation({
    name: 'taobao.refund.submit',
    title: 'Apply for a refund of a line',
    menu: '淘宝/售后/逆向单提交',
    method: 'POST',
    path: '/v2/taobao/order/refund/submit',
    effect: 'effect',
    look: 'taobao.refund.page',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members of the render and the detail',
    request: z.looseObject({ subOrderId: sentTextId, ...application }),
    answer: refundCreated,
    example: { subOrderId: '200048859480', ...applicationExample },
  }),

  declareOperation({
    name: 'taobao.refund.messages',
    title: 'The messages about a refund',
    menu: '淘宝/售后/留言列表查询',
    method: 'POST',
    path: '/v2/taobao/order/refund/message/list',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members of the message submit',
    request: oneRefund.extend(paging),
    answer: pageOf(refundMessage),
    example: { ...oneRefundExample, pageNo: 1, pageSize: 20 },
  }),

  declareOperation({
    name: 'taobao.refund.modify',
    title: 'Change what a refund asks for',
    menu: '淘宝/售后/逆向单修改',
    method: 'POST',
    path: '/v2/taobao/order/refund/modify',
    effect: 'effect',
    look: 'taobao.refund.detail',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members of the submit',
    request: oneRefund.extend(application),
    answer: z.boolean(),
    example: { ...oneRefundExample, ...applicationExample, refundFee: 1500 },
  }),

  declareOperation({
    name: 'taobao.refund.detail',
    title: 'Read one Taobao refund',
    menu: '淘宝/售后/逆向单详情接口',
    method: 'GET',
    path: '/v2/taobao/order/refund/query',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'documented' },
    from: 'doc-cnv2.pandapon.com/api-288803036',
    request: oneRefund,
    answer: taobaoRefund,
    example: oneRefundExample,
  }),
] as const;
