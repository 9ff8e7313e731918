import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { codeText, integerId, sentIntegerId, sentTextId, textId } from '../shapes/ids.ts';
import { order } from '../shapes/orders.ts';
import { pageOf } from '../shapes/pages.ts';
import { parcel } from '../shapes/parcels.ts';
import { merchantPreview } from '../shapes/previews.ts';
import { createBody, previewBody, sampleAddress, sampleLine } from '../shapes/purchase-body.ts';
import { sentInstant } from '../shapes/times.ts';

/** 1688 orders (docs/reference/platform.md, "1688 orders"). */

const text = z.string().nullish();
const webSite = z.literal('1688');
const oneOrder = z.looseObject({ orderId: sentTextId });

/** The platform takes at most so many orders in one batch payment. */
export const BATCH_PAY_MAX = 30;
/** The largest page of the order list. */
export const PAGE_SIZE_MAX = 50;

const ORDER = 2540608320348880794n;
const oneOrderExample = { orderId: String(ORDER) };
const previewExample = { addressParam: sampleAddress, cargoParamList: [sampleLine] };

export const alibabaOrders = [
  declareOperation({
    name: 'alibaba.order.preview',
    title: 'What an order with one merchant would cost',
    menu: '1688/订单/创建订单前预览数据接口',
    method: 'POST',
    path: '/v2/alibaba/order/create/preview',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'inferred' },
    from: 'doc-cnv2.pandapon.com/api-288855709; the answer: doc.pandapon.com/api-250313112 (v1) and the 1688 open platform',
    request: previewBody,
    answer: merchantPreview,
    example: previewExample,
  }),

  declareOperation({
    name: 'alibaba.order.previewBatch',
    title: 'What orders with several merchants would cost',
    menu: '1688/订单/创建订单前预览数据接口(不同商家)',
    method: 'POST',
    path: '/alibaba/order/create/previewbatch',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'inferred', answer: 'inferred' },
    from: 'doc-en.pandapon.com/api-263477644 (v1); members of the v2 preview, one element per merchant',
    request: previewBody,
    answer: z.array(merchantPreview),
    example: previewExample,
  }),

  declareOperation({
    name: 'alibaba.order.create',
    title: 'Create an order with one merchant',
    menu: '1688/订单/创建订单接口',
    method: 'POST',
    path: '/v2/alibaba/order/create',
    effect: 'effect',
    look: 'alibaba.order.page',
    auth: 'headers',
    known: { path: 'documented', request: 'inferred', answer: 'inferred' },
    from: 'doc-th.pandapon.com/api-289190490; members of the batch create',
    request: createBody,
    answer: order,
    example: { flow: 'general', ...previewExample },
  }),

  declareOperation({
    name: 'alibaba.order.batchCreate',
    title: 'Create orders with several merchants',
    menu: '1688/订单/批量创建创建订单接口(不同商家)',
    method: 'POST',
    path: '/v2/alibaba/order/batch/create',
    effect: 'effect',
    look: 'alibaba.order.page',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'documented' },
    from: 'doc-cnv2.pandapon.com/api-288855706',
    request: createBody,
    answer: z.array(order),
    example: { flow: 'general', ...previewExample },
  }),

  declareOperation({
    name: 'alibaba.order.page',
    title: 'List orders, newest first',
    menu: '1688/订单/订单列表',
    method: 'POST',
    path: '/v2/alibaba/order/page',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'assumed', answer: 'assumed' },
    from: "doc-th.pandapon.com/api-289190488; filters of the 1688 open platform's list, the frame of other v2 lists",
    request: z.looseObject({
      pageNo: z.int().min(1).describe('from 1'),
      pageSize: z.int().min(1).max(PAGE_SIZE_MAX),
      createStartTime: sentInstant.nullish(),
      createEndTime: sentInstant.nullish(),
      modifyStartTime: sentInstant
        .nullish()
        .describe('with a modify filter: ordered by modify time, oldest first'),
      modifyEndTime: sentInstant.nullish(),
      orderStatus: text,
      orderIds: z.array(sentTextId).nullish(),
    }),
    answer: pageOf(order),
    example: { pageNo: 1, pageSize: 20, createStartTime: '2025-04-23T00:00:00.000+08:00' },
  }),

  declareOperation({
    name: 'alibaba.order.detail',
    title: 'Read one order',
    menu: null,
    method: 'POST',
    path: '/alibaba/order/detail',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'inferred' },
    from: 'doc-vnm.pandapon.com/api-250496569 (v1 only); the answer is the order object of batch create',
    request: z.looseObject({ webSite, orderId: sentTextId }),
    answer: order,
    example: { webSite: '1688', ...oneOrderExample },
  }),

  declareOperation({
    name: 'alibaba.order.payUrl',
    title: 'Pay an order without a password, or get the link where a person pays it',
    menu: '1688/订单/订单支付',
    method: 'GET',
    path: '/v2/alibaba/order/pay/url',
    // A GET that moves money: it tries a debit first.
    effect: 'effect',
    look: 'alibaba.order.detail',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'documented' },
    from: 'doc-env2.pandapon.com/api-289121041, doc-en.pandapon.com/api-263477651',
    request: oneOrder,
    answer: z.looseObject({
      orderId: textId.nullish(),
      protocolPaySuccess: z.boolean().nullish().describe('false also where the debit was only slow'),
      payUrl: text,
      cantPayOrderList: z.array(integerId).nullish(),
    }),
    example: oneOrderExample,
  }),

  declareOperation({
    name: 'alibaba.order.batchSubmitToPay',
    title: 'Pay several orders, or get the link where a person pays them',
    menu: '1688/订单/开发者批量提交支付 1688订单',
    method: 'POST',
    path: '/alibaba/order/batch/submit/to/pay',
    effect: 'effect',
    look: 'alibaba.order.detail',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'assumed' },
    from: 'doc-en.pandapon.com/api-263477643 (v1); the answer after the 1688 open platform',
    request: z.looseObject({ orderIds: z.array(sentTextId).min(1).max(BATCH_PAY_MAX) }),
    answer: z.looseObject({
      success: z.boolean().nullish().describe('true when at least one went through'),
      payUrl: text,
      payFailureOrderList: z.array(integerId).nullish(),
      errorCode: codeText.nullish(),
      errorMsg: text,
    }),
    example: { orderIds: [String(ORDER)] },
  }),

  declareOperation({
    name: 'alibaba.order.cancel',
    title: 'Cancel an unpaid order',
    menu: '1688/订单/支付前取消订单接口',
    method: 'POST',
    path: '/v2/alibaba/order/cancel',
    effect: 'effect',
    look: 'alibaba.order.detail',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'documented' },
    from: 'doc-cnv2.pandapon.com/api-288855711',
    request: z.looseObject({
      webSite,
      orderId: sentIntegerId,
      cancelReason: text.describe('"buyerCancel", "sellerGoodsLack" or "other" are safe'),
      remark: text,
    }),
    answer: z.boolean(),
    example: { webSite: '1688', orderId: ORDER, cancelReason: 'buyerCancel' },
  }),

  declareOperation({
    name: 'alibaba.order.logisticsTrace',
    title: 'Where the parcels of an order are',
    menu: '1688/订单/获取物流跟踪信息',
    method: 'GET',
    path: '/v2/alibaba/order/logistics/trace',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says GET; names after the 1688 open platform',
    request: oneOrder,
    answer: z.array(parcel).nullable(),
    example: oneOrderExample,
  }),

  declareOperation({
    name: 'alibaba.order.receiveGoods',
    title: 'Confirm receipt of lines of an order: the seller gets the money',
    menu: '1688/订单/买家确认收货',
    method: 'POST',
    path: '/alibaba/order/receivegoods',
    effect: 'effect',
    look: 'alibaba.order.detail',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'documented' },
    from: 'doc-en.pandapon.com/api-263477652 (v1)',
    request: z.looseObject({ orderId: sentIntegerId, orderEntryIds: z.array(sentIntegerId).min(1) }),
    answer: z.looseObject({ success: z.boolean().nullish(), errorCode: codeText.nullish(), errorInfo: text }),
    example: { orderId: ORDER, orderEntryIds: [ORDER] },
  }),

  declareOperation({
    name: 'alibaba.order.decryptOpenUid',
    title: 'The WangWang nickname of a user, for opening one chat',
    menu: '1688/订单/1688转换解密为旺旺昵称接口',
    method: 'POST',
    path: '/v2/alibaba/product/openuid/decrypt',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; path and members after public client code of the v1',
    request: z.looseObject({ offerId: z.string().min(1), openUid: z.string().min(1) }),
    answer: z.string(),
    example: { offerId: '951807530375', openUid: 'BBBJ82cNui3EUaxxMi_7Go73g' },
  }),
] as const;
