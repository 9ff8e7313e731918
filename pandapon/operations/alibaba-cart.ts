import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { unknownAmount } from '../shapes/amounts.ts';
import { cartItem, cartOf, quantityEdit, recordsToDelete } from '../shapes/carts.ts';
import { figure } from '../shapes/figures.ts';
import { sentIntegerId, wireText } from '../shapes/ids.ts';
import { order } from '../shapes/orders.ts';
import { merchantPreview } from '../shapes/previews.ts';
import { addressParam, cargo, purchaseTerms, sampleAddress, sampleLine } from '../shapes/purchase-body.ts';

/** The 1688 cart (docs/reference/platform.md, "Carts"). */

const text = z.string().nullish();
const cartIds = z.array(sentIntegerId).min(1);

const item = z.looseObject({
  ...cartItem,
  offerMapId: wireText.nullish(),
  specId: wireText.nullish(),
  price: unknownAmount.nullish(),
  quantity: figure.nullish(),
  amountOnSale: figure.nullish().describe('stock'),
});

export const alibabaCart = [
  declareOperation({
    name: 'alibaba.cart.list',
    title: 'What is in the cart, by merchant',
    menu: '1688/购物车/购物车列表',
    method: 'GET',
    path: '/v2/alibaba/cart/list',
    effect: 'read',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'documented' },
    from: 'doc-cnv2.pandapon.com/api-288837580',
    request: z.looseObject({}),
    answer: cartOf(item, { sellerOpenId: wireText.nullish(), sellerNickName: wireText.nullish() }),
    example: {},
  }),

  declareOperation({
    name: 'alibaba.cart.add',
    title: 'Put a SKU into the cart',
    menu: '1688/购物车/新增购物车商品',
    method: 'POST',
    path: '/v2/alibaba/cart/add',
    effect: 'effect',
    look: 'alibaba.cart.list',
    auth: 'headers',
    known: { path: 'inferred', request: 'assumed', answer: 'assumed' },
    from: 'the Taobao twin POST /v2/taobao/cart/add; members of an order line',
    request: cargo.extend({ skuId: text }),
    answer: z.boolean(),
    example: sampleLine,
  }),

  declareOperation({
    name: 'alibaba.cart.delete',
    title: 'Take records out of the cart',
    menu: '1688/购物车/删除购物车商品',
    method: 'POST',
    path: '/v2/alibaba/cart/delete',
    effect: 'effect',
    look: 'alibaba.cart.list',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu of the Taobao twin says POST',
    request: recordsToDelete,
    answer: z.boolean(),
    example: { ids: [75, 76] },
  }),

  declareOperation({
    name: 'alibaba.cart.editQuantity',
    title: 'Change how many of a record are wanted',
    menu: '1688/购物车/编辑商品数量',
    method: 'POST',
    path: '/v2/alibaba/cart/edit-quantity',
    effect: 'effect',
    look: 'alibaba.cart.list',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'documented' },
    from: 'doc.pandapon.com/api-250313129 (v1), prefix /v2; `updateTime`, `productNo` and `container` of that page are left out',
    request: quantityEdit,
    answer: z.boolean(),
    example: { id: 75, quantity: 2 },
  }),

  declareOperation({
    name: 'alibaba.cart.preview',
    title: 'What orders of records of the cart would cost',
    menu: '1688/购物车/创建订单前预览数据接口',
    method: 'POST',
    path: '/v2/alibaba/cart/preview/order',
    effect: 'read',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'assumed' },
    from: 'doc.pandapon.com/api-250313128 (v1), prefix /v2; the answer as of alibaba.order.previewBatch',
    request: z.looseObject({ addressParam, cartIds }),
    answer: z.array(merchantPreview),
    example: { addressParam: sampleAddress, cartIds: [75, 76] },
  }),

  declareOperation({
    name: 'alibaba.cart.createOrder',
    title: 'Create orders of records of the cart',
    menu: '1688/购物车/创建订单',
    method: 'POST',
    path: '/v2/alibaba/cart/create/order',
    effect: 'effect',
    look: 'alibaba.order.page',
    auth: 'headers',
    known: { path: 'inferred', request: 'documented', answer: 'assumed' },
    from: 'doc-en.pandapon.com/api-263477662 (v1), prefix /v2; the answer as of alibaba.order.batchCreate',
    request: z.looseObject({ ...purchaseTerms, cartIds }),
    answer: z.array(order),
    example: { flow: 'general', addressParam: sampleAddress, cartIds: [75, 76] },
  }),
] as const;
