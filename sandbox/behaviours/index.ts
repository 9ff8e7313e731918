import type { OperationName } from '../../pandapon/index.ts';
import type { Behaviour } from '../behaviour.ts';
import * as addresses from './addresses.ts';
import { cancel } from './cancel.ts';
import * as cart from './cart.ts';
import { batchCreate, create } from './create.ts';
import * as freight from './freight.ts';
import * as goods from './goods.ts';
import { decryptOpenUid, detail, logisticsTrace, page } from './look.ts';
import { batchSubmitToPay, payUrl } from './pay.ts';
import { preview, previewBatch } from './preview.ts';
import { receiveGoods } from './receipt.ts';
import * as refund from './refund.ts';
import * as taobaoCart from './taobao-cart.ts';
import * as taobaoGoods from './taobao-goods.ts';
import * as taobaoOrders from './taobao-orders.ts';
import * as taobaoRefunds from './taobao-refunds.ts';

/** What the sandbox does for each operation of the platform: a new operation is its declaration and a row here. */
export const behaviours: { readonly [Name in OperationName]: Behaviour<Name> } = {
  'alibaba.goods.detail': goods.detail,
  'alibaba.goods.searchByKeyword': goods.searchByKeyword,
  'alibaba.goods.searchByImage': goods.searchByImage,
  'alibaba.goods.searchInShop': goods.searchInShop,
  'alibaba.goods.category': goods.category,
  'alibaba.goods.recommend': goods.recommend,
  'alibaba.goods.related': goods.related,
  'alibaba.goods.searchGlobalSelection': goods.searchSelection,
  'alibaba.goods.searchSelection': goods.searchSelection,
  'alibaba.goods.topList': goods.topList,
  'alibaba.cart.list': cart.list,
  'alibaba.cart.add': cart.add,
  'alibaba.cart.delete': cart.deleteFrom('1688'),
  'alibaba.cart.editQuantity': cart.editQuantityIn('1688'),
  'alibaba.cart.preview': cart.preview,
  'alibaba.cart.createOrder': cart.createOrder,
  'alibaba.order.preview': preview,
  'alibaba.order.previewBatch': previewBatch,
  'alibaba.order.create': create,
  'alibaba.order.batchCreate': batchCreate,
  'alibaba.order.page': page,
  'alibaba.order.detail': detail,
  'alibaba.order.payUrl': payUrl,
  'alibaba.order.batchSubmitToPay': batchSubmitToPay,
  'alibaba.order.cancel': cancel,
  'alibaba.order.logisticsTrace': logisticsTrace,
  'alibaba.order.receiveGoods': receiveGoods,
  'alibaba.order.decryptOpenUid': decryptOpenUid,
  'alibaba.refund.detail': refund.detail,
  'alibaba.refund.reasons': refund.reasons,
  'alibaba.refund.uploadVoucher': refund.uploadVoucher,
  'alibaba.refund.create': refund.create,
  'alibaba.refund.returnGoods': refund.returnGoods,
  'alibaba.refund.logisticsCompanies': refund.logisticsCompanies,
  'taobao.goods.detail': taobaoGoods.detail,
  'taobao.goods.batchCheck': taobaoGoods.batchCheck,
  'taobao.goods.search': taobaoGoods.search,
  'taobao.goods.searchByImage': taobaoGoods.searchByImage,
  'taobao.goods.source': taobaoGoods.detail,
  'taobao.order.create': taobaoOrders.create,
  'taobao.order.page': taobaoOrders.page,
  'taobao.order.cancel': taobaoOrders.cancel,
  'taobao.order.updateWarehouse': taobaoOrders.updateWarehouse,
  'taobao.order.pay': taobaoOrders.pay,
  'taobao.order.imLink': taobaoOrders.imLink,
  'taobao.order.detail': taobaoOrders.detail,
  'taobao.order.logisticsDetail': taobaoOrders.logisticsDetail,
  'taobao.cart.preview': taobaoCart.preview,
  'taobao.cart.createOrder': taobaoCart.createOrder,
  'taobao.cart.list': taobaoCart.list,
  'taobao.cart.delete': cart.deleteFrom('taobao'),
  'taobao.cart.add': taobaoCart.add,
  'taobao.cart.editQuantity': cart.editQuantityIn('taobao'),
  'taobao.refund.page': taobaoRefunds.page,
  'taobao.refund.render': taobaoRefunds.render,
  'taobao.refund.renderLogistics': taobaoRefunds.renderLogistics,
  'taobao.refund.submitLogistics': taobaoRefunds.submitLogistics,
  'taobao.refund.cancel': taobaoRefunds.cancel,
  'taobao.refund.submitMessage': taobaoRefunds.submitMessage,
  'taobao.refund.submit': taobaoRefunds.submit,
  'taobao.refund.messages': taobaoRefunds.messages,
  'taobao.refund.modify': taobaoRefunds.modify,
  'taobao.refund.detail': taobaoRefunds.detail,
  'base.address.get': addresses.get,
  'base.address.addOrUpdate': addresses.addOrUpdate,
  'warehouse.freight.estimate': freight.estimate,
  'warehouse.freight.render': freight.render,
  'warehouse.freight.updateLogistics': freight.updateLogistics,
  'warehouse.freight.book': freight.book,
};
