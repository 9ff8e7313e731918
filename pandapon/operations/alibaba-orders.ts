import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { figure } from '../shapes/figures.ts';
import { codeText, integerId, sentIntegerId, sentTextId, textId } from '../shapes/ids.ts';
import { order } from '../shapes/orders.ts';
import { parcel } from '../shapes/parcels.ts';
import { merchantPreview } from '../shapes/previews.ts';
import { createBody, previewBody } from '../shapes/purchase-body.ts';

/** 1688 orders (docs/reference/platform.md, "1688 orders"). */

const text = z.string().nullish();
const webSite = z.literal('1688');
const oneOrder = z.looseObject({ orderId: sentTextId });

/** The platform takes at most so many orders in one batch payment. */
export const BATCH_PAY_MAX = 30;
/** The largest page of the order list. */
export const PAGE_SIZE_MAX = 50;

export const previewOrder = declareOperation({
  name: 'alibaba.order.preview',
  title: 'What an order with one merchant would cost',
  method: 'POST',
  path: '/v2/alibaba/order/create/preview',
  effect: 'read',
  source: 'documented',
  auth: 'headers',
  request: previewBody,
  answer: merchantPreview,
});

export const previewOrders = declareOperation({
  name: 'alibaba.order.previewBatch',
  title: 'What orders with several merchants would cost',
  method: 'POST',
  path: '/alibaba/order/create/previewbatch',
  effect: 'read',
  source: 'inferred',
  auth: 'headers',
  request: previewBody,
  answer: z.array(merchantPreview),
});

export const createOrder = declareOperation({
  name: 'alibaba.order.create',
  title: 'Create an order with one merchant',
  method: 'POST',
  path: '/v2/alibaba/order/create',
  effect: 'effect',
  source: 'inferred',
  auth: 'headers',
  request: createBody,
  answer: order,
});

export const createOrders = declareOperation({
  name: 'alibaba.order.batchCreate',
  title: 'Create orders with several merchants',
  method: 'POST',
  path: '/v2/alibaba/order/batch/create',
  effect: 'effect',
  source: 'documented',
  auth: 'headers',
  request: createBody,
  answer: z.array(order),
});

const instant = z.iso.datetime({ offset: true });

export const pageOrders = declareOperation({
  name: 'alibaba.order.page',
  title: 'List orders, newest first',
  method: 'POST',
  path: '/v2/alibaba/order/page',
  effect: 'read',
  source: 'assumed',
  auth: 'headers',
  request: z.looseObject({
    /** From 1. */
    pageNo: z.int().min(1),
    pageSize: z.int().min(1).max(PAGE_SIZE_MAX),
    createStartTime: instant.nullish(),
    createEndTime: instant.nullish(),
    /** With a modify filter the list is ordered by modify time, oldest first. */
    modifyStartTime: instant.nullish(),
    modifyEndTime: instant.nullish(),
    orderStatus: text,
    orderIds: z.array(sentTextId).nullish(),
  }),
  /** Only an empty page says that there is no more: the totals are not to be trusted. */
  answer: z.looseObject({
    totalRecords: figure.nullish(),
    totalPage: figure.nullish(),
    pageSize: figure.nullish(),
    currentPage: figure.nullish(),
    data: z.array(order),
  }),
});

export const readOrder = declareOperation({
  name: 'alibaba.order.detail',
  title: 'Read one order',
  method: 'POST',
  path: '/alibaba/order/detail',
  effect: 'read',
  source: 'documented',
  auth: 'headers',
  request: z.looseObject({ webSite, orderId: sentTextId }),
  answer: order,
});

export const payOrder = declareOperation({
  name: 'alibaba.order.payUrl',
  title: 'Pay an order without a password, or get the link where a person pays it',
  method: 'GET',
  path: '/v2/alibaba/order/pay/url',
  // A GET that moves money: it tries a debit first.
  effect: 'effect',
  source: 'documented',
  auth: 'headers',
  request: oneOrder,
  answer: z.looseObject({
    orderId: textId.nullish(),
    protocolPaySuccess: z.boolean().nullish(),
    payUrl: text,
    cantPayOrderList: z.array(integerId).nullish(),
  }),
});

export const payOrders = declareOperation({
  name: 'alibaba.order.batchSubmitToPay',
  title: 'Pay several orders, or get the link where a person pays them',
  method: 'POST',
  path: '/alibaba/order/batch/submit/to/pay',
  effect: 'effect',
  source: 'documented',
  auth: 'headers',
  request: z.looseObject({ orderIds: z.array(sentTextId).min(1).max(BATCH_PAY_MAX) }),
  answer: z.looseObject({
    /** True when at least one went through. */
    success: z.boolean().nullish(),
    payUrl: text,
    payFailureOrderList: z.array(integerId).nullish(),
    errorCode: codeText.nullish(),
    errorMsg: text,
  }),
});

export const cancelOrder = declareOperation({
  name: 'alibaba.order.cancel',
  title: 'Cancel an unpaid order',
  method: 'POST',
  path: '/v2/alibaba/order/cancel',
  effect: 'effect',
  source: 'documented',
  auth: 'headers',
  request: z.looseObject({
    webSite,
    orderId: sentIntegerId,
    /** `buyerCancel`, `sellerGoodsLack` or `other` are safe. */
    cancelReason: text,
    remark: text,
  }),
  answer: z.boolean(),
});

export const traceOrder = declareOperation({
  name: 'alibaba.order.logisticsTrace',
  title: 'Where the parcels of an order are',
  method: 'GET',
  path: '/v2/alibaba/order/logistics/trace',
  effect: 'read',
  source: 'assumed',
  auth: 'headers',
  request: oneOrder,
  answer: z.array(parcel).nullable(),
});

export const confirmReceipt = declareOperation({
  name: 'alibaba.order.receiveGoods',
  title: 'Confirm receipt of lines of an order: the seller gets the money',
  method: 'POST',
  path: '/alibaba/order/receivegoods',
  effect: 'effect',
  source: 'documented',
  auth: 'headers',
  request: z.looseObject({ orderId: sentIntegerId, orderEntryIds: z.array(sentIntegerId).min(1) }),
  answer: z.looseObject({ success: z.boolean().nullish(), errorCode: codeText.nullish(), errorInfo: text }),
});

export const decryptOpenUid = declareOperation({
  name: 'alibaba.order.decryptOpenUid',
  title: 'The WangWang nickname of a user, for opening one chat',
  method: 'POST',
  path: '/v2/alibaba/product/openuid/decrypt',
  effect: 'read',
  source: 'assumed',
  auth: 'headers',
  request: z.looseObject({ offerId: z.string().min(1), openUid: z.string().min(1) }),
  answer: z.string(),
});
