import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { fenAmount, unknownAmount } from '../shapes/amounts.ts';
import { cartItem, cartOf, quantityEdit, recordsToDelete } from '../shapes/carts.ts';
import { figure } from '../shapes/figures.ts';
import { integerId, sentIntegerId, textId, wireText } from '../shapes/ids.ts';
import { shapes } from '../shapes/leaves.ts';
import { sampleTaobaoReceiver, taobaoReceiver } from '../shapes/receivers.ts';
import { taobaoOrderCreated } from '../shapes/taobao-orders.ts';

/** The Taobao cart (docs/reference/platform.md, "Carts"). */

const text = z.string().nullish();

const item = z.looseObject({
  ...cartItem,
  itemMapId: textId.nullish(),
  mpId: textId.nullish(),
  mpSkuId: textId.nullish(),
  price: fenAmount.nullish(),
  promotionPrice: fenAmount.nullish(),
  quantity: figure.nullish(),
});

const orderOfRecords = z
  .looseObject({
    ids: z.array(sentIntegerId).min(1).describe('records of the cart'),
    orderAddress: taobaoReceiver,
    userId: text,
  })
  .register(shapes, { name: 'Order of cart records' });
const orderExample = { ids: [75, 76], orderAddress: sampleTaobaoReceiver };

export const taobaoCart = [
  declareOperation({
    name: 'taobao.cart.preview',
    title: 'What an order of records of the Taobao cart would cost',
    menu: '淘宝/购物车/生成订单预览',
    method: 'POST',
    path: '/v2/taobao/cart/preview',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members of taobao.cart.createOrder',
    request: orderOfRecords,
    answer: z.looseObject({
      totalFee: fenAmount.nullish().describe('goods and freight'),
      postFee: fenAmount.nullish().describe('freight'),
      orderLines: z
        .array(
          z.looseObject({ id: integerId.nullish(), quantity: figure.nullish(), amount: fenAmount.nullish() }),
        )
        .nullish(),
    }),
    example: orderExample,
  }),

  declareOperation({
    name: 'taobao.cart.createOrder',
    title: 'Create a Taobao order of records of the cart',
    menu: '淘宝/购物车/创建订单',
    method: 'POST',
    path: '/v2/taobao/cart/create/order',
    effect: 'effect',
    look: 'taobao.order.page',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'assumed' },
    from: 'doc.pandapon.com/api-250313096 (v1); the answer as of taobao.order.create',
    request: orderOfRecords,
    answer: taobaoOrderCreated,
    example: orderExample,
  }),

  declareOperation({
    name: 'taobao.cart.list',
    title: 'What is in the Taobao cart, by shop',
    menu: '淘宝/购物车/购物车列表',
    method: 'GET',
    path: '/v2/taobao/cart/list',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says GET; the frame of alibaba.cart.list, members of taobao.cart.add',
    request: z.looseObject({}),
    answer: cartOf(item, { shopId: textId.nullish(), shopName: wireText.nullish() }),
    example: {},
  }),

  declareOperation({
    name: 'taobao.cart.delete',
    title: 'Take records out of the Taobao cart',
    menu: '淘宝/购物车/删除购物车商品',
    method: 'POST',
    path: '/v2/taobao/cart/delete',
    effect: 'effect',
    look: 'taobao.cart.list',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; as alibaba.cart.delete',
    request: recordsToDelete,
    answer: z.boolean(),
    example: { ids: [75, 76] },
  }),

  declareOperation({
    name: 'taobao.cart.add',
    title: 'Put a SKU into the Taobao cart; title, picture and price are taken from the caller',
    menu: '淘宝/购物车/新增购物车商品',
    method: 'POST',
    path: '/v2/taobao/cart/add',
    effect: 'effect',
    look: 'taobao.cart.list',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'assumed' },
    from: 'doc-env2.pandapon.com/api-289121002, doc.pandapon.com/api-250313100 (v1)',
    request: z.looseObject({
      mpId: z.string().min(1),
      mpSkuId: z.string().min(1),
      quantity: z.int().min(1).nullish(),
      itemMapId: text,
      skuId: text,
      itemTitle: text,
      itemPic: text,
      price: fenAmount.nullish(),
      promotionPrice: fenAmount.nullish(),
      properties: text.describe('JSON in a text'),
      shopId: sentIntegerId.nullish(),
      aliShopId: text,
      shopName: text,
      skuQuantity: text.describe('stock'),
      userNick: text,
      userId: text,
      platform: z.int().nullish(),
      quoteType: z.int().nullish(),
      priceRanges: z
        .array(z.looseObject({ startQuantity: z.int().nullish(), price: unknownAmount.nullish() }))
        .nullish(),
    }),
    answer: z.boolean(),
    example: {
      mpId: '2048057995392326',
      mpSkuId: '4970432383383',
      itemMapId: 'WUnUC1cILiBjt-Jv3lDdlQ',
      skuId: '3452545926724',
      price: 689,
      promotionPrice: 576,
      quantity: 1,
    },
  }),

  declareOperation({
    name: 'taobao.cart.editQuantity',
    title: 'Change how many of a record of the Taobao cart are wanted',
    menu: '淘宝/购物车/编辑商品数量',
    method: 'POST',
    path: '/v2/taobao/cart/edit-quantity',
    effect: 'effect',
    look: 'taobao.cart.list',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; as alibaba.cart.editQuantity',
    request: quantityEdit,
    answer: z.boolean(),
    example: { id: 75, quantity: 2 },
  }),
] as const;
