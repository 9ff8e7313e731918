import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { fenAmount, unknownAmount } from '../shapes/amounts.ts';
import { countText } from '../shapes/figures.ts';
import { sentTextId, textId, wireText } from '../shapes/ids.ts';
import { jsonText } from '../shapes/json-text.ts';
import { pageOf, paging } from '../shapes/pages.ts';
import { sampleTaobaoReceiver, taobaoReceiver } from '../shapes/receivers.ts';
import { taobaoLogistics, taobaoOrder, taobaoOrderCreated } from '../shapes/taobao-orders.ts';
import { sentInstant } from '../shapes/times.ts';

/** Taobao orders (docs/reference/platform.md, "Taobao orders"). */

const text = z.string().nullish();
const oneOrder = z.looseObject({ orderId: sentTextId });
const ORDER = '1024285237573584051';

const orderLine = z.looseObject({
  itemId: z.string().min(1).describe('the `mpId` of the product'),
  orderLineNo: text,
  quantity: countText,
  price: unknownAmount.nullish(),
  currency: text.describe('"CNY"'),
  skuId: z.string().min(1).describe('the `mpSkuId` of the SKU'),
});

export const taobaoOrders = [
  declareOperation({
    name: 'taobao.order.create',
    title: 'Create a Taobao order',
    menu: '淘宝/订单/淘宝订单创建',
    method: 'POST',
    path: '/v2/taobao/order/create',
    effect: 'effect',
    look: 'taobao.order.page',
    auth: 'headers',
    known: { path: 'assumed', request: 'documented', answer: 'assumed' },
    from: 'doc-en.pandapon.com/api-263477610 (v1)',
    request: z.looseObject({
      orderLineList: jsonText(z.array(orderLine).min(1)),
      receiver: jsonText(taobaoReceiver),
      purchaseAmount: fenAmount.nullish().describe('what it may cost at most'),
      orderSource: text.describe("the buyer's own platform"),
      sellerOrderNumber: text.describe("the buyer's own number: comes back, so an order is found by it"),
    }),
    answer: taobaoOrderCreated,
    example: {
      orderLineList:
        '[{"itemId":"2048057995392326","orderLineNo":"1","quantity":"1","price":"1","currency":"CNY","skuId":"4970432383383"}]',
      receiver: JSON.stringify(sampleTaobaoReceiver),
      purchaseAmount: 400,
      orderSource: 'lazada',
      sellerOrderNumber: '1',
    },
  }),

  declareOperation({
    name: 'taobao.order.page',
    title: 'List Taobao orders, newest first',
    menu: '淘宝/订单/淘宝订单分页查询',
    method: 'POST',
    path: '/v2/taobao/order/page',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; the frame of other v2 lists',
    request: z.looseObject({
      ...paging,
      sellerOrderNumber: text,
      status: text,
      createStartTime: sentInstant.nullish(),
      createEndTime: sentInstant.nullish(),
    }),
    answer: pageOf(taobaoOrder),
    example: { pageNo: 1, pageSize: 20, sellerOrderNumber: '1' },
  }),

  declareOperation({
    name: 'taobao.order.cancel',
    title: 'Cancel an unpaid Taobao order',
    menu: '淘宝/订单/取消订单',
    method: 'POST',
    path: '/v2/taobao/order/cancel',
    effect: 'effect',
    look: 'taobao.order.detail',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST',
    request: oneOrder,
    answer: z.boolean(),
    example: { orderId: ORDER },
  }),

  declareOperation({
    name: 'taobao.order.updateWarehouse',
    title: 'Say to which warehouse a Taobao order goes',
    menu: '淘宝/订单/修改订单前置仓信息',
    method: 'POST',
    path: '/v2/taobao/order/updateWarehouse',
    effect: 'effect',
    look: 'taobao.order.detail',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'assumed' },
    from: 'doc-en.pandapon.com/api-263477614 (v1); of the answer only that it is an object',
    request: oneOrder.extend({
      warehouseName: z.string().min(1),
      warehouseAddress: z.string().min(1),
    }),
    answer: z.looseObject({
      orderId: textId.nullish(),
      warehouseName: wireText.nullish(),
      warehouseAddress: wireText.nullish(),
    }),
    example: { orderId: ORDER, warehouseName: '义乌一号仓', warehouseAddress: '浙江省 义乌市 练习路1号' },
  }),

  declareOperation({
    name: 'taobao.order.pay',
    title: 'Pay Taobao orders',
    menu: '淘宝/订单/支付订单',
    method: 'POST',
    path: '/v2/taobao/order/pay',
    effect: 'effect',
    look: 'taobao.order.detail',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST',
    request: z.looseObject({ orderIds: z.array(sentTextId).min(1) }),
    answer: z.looseObject({
      successIds: z.array(textId).nullish(),
      failures: z
        .array(
          z.looseObject({
            orderId: textId.nullish(),
            errorCode: wireText.nullish(),
            errorMsg: wireText.nullish(),
          }),
        )
        .nullish(),
    }),
    example: { orderIds: [ORDER] },
  }),

  declareOperation({
    name: 'taobao.order.imLink',
    title: 'A link that opens a chat with a seller; it holds a login, so it is never to be logged',
    menu: '淘宝/订单/获取IM链接',
    method: 'POST',
    path: '/v2/taobao/order/page/link/get',
    effect: 'read',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'documented' },
    from: 'doc-en.pandapon.com/api-263477616 (v1): its samples, which its schema contradicts',
    request: z.looseObject({
      sourceType: z.string().min(1).describe('"item" was seen'),
      bizId: z.string().min(1),
    }),
    answer: z.string(),
    example: { sourceType: 'item', bizId: '234576234' },
  }),

  declareOperation({
    name: 'taobao.order.detail',
    title: 'Read one Taobao order',
    menu: '淘宝/订单/根据订单ID获取订单详情',
    method: 'GET',
    path: '/v2/taobao/order/detail/get',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says GET; status words and codes of a sister platform',
    request: oneOrder,
    answer: taobaoOrder,
    example: { orderId: ORDER },
  }),

  declareOperation({
    name: 'taobao.order.logisticsDetail',
    title: 'Where the parcels of a line of a Taobao order are',
    menu: '淘宝/订单/获取物流详情',
    method: 'GET',
    path: '/v2/taobao/order/logistics/detail/get',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'documented' },
    from: 'doc-cnv2.pandapon.com/api-288535324',
    request: z.looseObject({ subPurchaseOrderId: sentTextId }),
    answer: taobaoLogistics,
    example: { subPurchaseOrderId: '200048859480' },
  }),
] as const;
