import { expect, test } from 'vitest';
import { fen, isOperationName, type OperationName, operations, type RequestOf } from '../pandapon/index.ts';
import {
  answerTo,
  body,
  buyOne,
  buyPaid,
  clientOf,
  KEYS,
  type Stage,
  stage,
  USER,
} from './fixtures/stage.ts';
import {
  buyOnTaobao,
  buyPaidOnTaobao,
  ITEM,
  RECEIVER,
  refundOnTaobao,
  SKUS,
  taobaoBody,
} from './fixtures/taobao.ts';

/** For each operation what must be there first, and a request that it then does. */
type Calls = {
  readonly [Name in OperationName]: (on: Stage) => RequestOf<Name> | Promise<RequestOf<Name>>;
};

const sample = 'L0PTnwSnx_dWNZWCtgK7Gg';
const keyword = { keyword: '包' };
const picture = { imageBase64: 'AAAA' };
const preview = () => {
  const { addressParam, cargoParamList } = body({ seller: 'shop' });
  return { addressParam, cargoParamList };
};
const { addressParam } = preview();
const freightGoods = { itemId: '1', skuId: '2', quantity: 2 };
const abroad = { country: 'US', name: 'Jane Example' };

async function record(on: Stage): Promise<string> {
  await answerTo(on, 'alibaba.cart.add', { offerMapId: 'o', specId: 's', quantity: 1, sellerOpenId: 'shop' });
  const { enableList } = await answerTo(on, 'alibaba.cart.list', {});
  return enableList?.[0]?.cartItemInfos?.[0]?.id ?? '';
}

async function taobaoRecord(on: Stage): Promise<string> {
  await answerTo(on, 'taobao.cart.add', { mpId: ITEM, mpSkuId: SKUS[0] ?? '', quantity: 1, shopId: '42' });
  const { enableList } = await answerTo(on, 'taobao.cart.list', {});
  return enableList?.[0]?.cartItemInfos?.[0]?.id ?? '';
}

const application = (id: string): RequestOf<'alibaba.refund.create'> => ({
  orderId: id,
  orderEntryIds: [id],
  disputeRequest: 'refund',
  applyPayment: fen(1900),
  applyCarriage: fen(400),
  applyReasonId: '20006',
  description: '',
  goodsStatus: 'refundWaitSellerSend',
});

async function refund(on: Stage): Promise<{ refundId: string }> {
  const { refundId } = await answerTo(on, 'alibaba.refund.create', application(await buyPaid(on)));
  return { refundId: refundId ?? '' };
}

/** Goods of a signed-for order, whose seller agrees to have them back. */
async function goingBack(on: Stage): Promise<{ refundId: string }> {
  const id = await buyPaid(on);
  await on.sandbox.tick(10);
  const { refundId } = await answerTo(on, 'alibaba.refund.create', {
    ...application(id),
    disputeRequest: 'returnRefund',
    goodsStatus: 'refundBuyerReceived',
  });
  await on.sandbox.tick(2);
  return { refundId: refundId ?? '' };
}

async function taobaoRefund(on: Stage): Promise<{ refundId: string }> {
  const { lines } = await buyPaidOnTaobao(on, `${ITEM}-refundstall`);
  return { refundId: await refundOnTaobao(on, lines[0] ?? '') };
}

async function taobaoGoingBack(on: Stage): Promise<{ refundId: string }> {
  const { lines } = await buyPaidOnTaobao(on);
  await on.sandbox.tick(10);
  const refundId = await refundOnTaobao(on, lines[0] ?? '', { refundType: 3, goodsStatus: 2 });
  await on.sandbox.tick(2);
  return { refundId };
}

async function booked(on: Stage): Promise<string> {
  const { orderId } = await answerTo(on, 'warehouse.freight.book', { lineItems: [freightGoods] });
  return orderId ?? '';
}

const CALLS: Calls = {
  'alibaba.goods.detail': () => ({ offerMapId: sample }),
  'alibaba.goods.searchByKeyword': () => keyword,
  'alibaba.goods.searchByImage': () => picture,
  'alibaba.goods.searchInShop': () => keyword,
  'alibaba.goods.category': () => ({ categoryId: '0' }),
  'alibaba.goods.recommend': () => ({}),
  'alibaba.goods.related': () => ({ offerId: sample }),
  'alibaba.goods.searchGlobalSelection': () => keyword,
  'alibaba.goods.searchSelection': () => keyword,
  'alibaba.goods.topList': () => ({ rankId: '0' }),
  'alibaba.cart.list': () => ({}),
  'alibaba.cart.add': () => ({ offerMapId: 'o', specId: 's', quantity: 1 }),
  'alibaba.cart.delete': async (on) => ({ ids: [await record(on)] }),
  'alibaba.cart.editQuantity': async (on) => ({ id: await record(on), quantity: 2 }),
  'alibaba.cart.preview': async (on) => ({ addressParam, cartIds: [await record(on)] }),
  'alibaba.cart.createOrder': async (on) => ({ flow: 'general', addressParam, cartIds: [await record(on)] }),
  'alibaba.order.preview': preview,
  'alibaba.order.previewBatch': preview,
  'alibaba.order.create': () => body({ seller: 'shop' }),
  'alibaba.order.batchCreate': () => body({ seller: 'shop' }),
  'alibaba.order.page': () => ({ pageNo: 1, pageSize: 20 }),
  'alibaba.order.detail': async (on) => ({ webSite: '1688', orderId: await buyOne(on) }),
  'alibaba.order.payUrl': async (on) => ({ orderId: await buyOne(on) }),
  'alibaba.order.batchSubmitToPay': async (on) => ({ orderIds: [await buyOne(on)] }),
  'alibaba.order.cancel': async (on) => {
    const orderId = await buyOne(on);
    await on.sandbox.tick(10);
    return { webSite: '1688', orderId };
  },
  'alibaba.order.logisticsTrace': async (on) => {
    const orderId = await buyPaid(on);
    await on.sandbox.tick(3);
    return { orderId };
  },
  'alibaba.order.receiveGoods': async (on) => {
    const orderId = await buyPaid(on);
    await on.sandbox.tick(3);
    return { orderId, orderEntryIds: [orderId] };
  },
  'alibaba.order.decryptOpenUid': () => ({ offerId: '1', openUid: 'BBB' }),
  'alibaba.refund.detail': refund,
  'alibaba.refund.reasons': async (on) => {
    const orderId = await buyPaid(on);
    return { orderId, orderEntryIds: [orderId], goodsStatus: 'refundWaitSellerSend' };
  },
  'alibaba.refund.uploadVoucher': () => picture,
  'alibaba.refund.create': async (on) => application(await buyPaid(on)),
  'alibaba.refund.returnGoods': async (on) => ({
    ...(await goingBack(on)),
    logisticsCompanyNo: 'ZTO',
    freightBill: 'ZT1',
  }),
  'alibaba.refund.logisticsCompanies': () => ({}),
  'taobao.goods.detail': () => ({ itemId: ITEM }),
  'taobao.goods.batchCheck': () => ({ params: [{ itemId: ITEM, skuIds: SKUS }] }),
  'taobao.goods.search': () => keyword,
  'taobao.goods.searchByImage': () => picture,
  'taobao.goods.source': () => ({ itemId: ITEM }),
  'taobao.order.create': () => taobaoBody(ITEM),
  'taobao.order.page': () => ({ pageNo: 1 }),
  'taobao.order.cancel': async (on) => {
    const { id } = await buyOnTaobao(on);
    await on.sandbox.tick(10);
    return { orderId: id };
  },
  'taobao.order.updateWarehouse': async (on) => ({
    orderId: (await buyOnTaobao(on)).id,
    warehouseName: 'one',
    warehouseAddress: 'somewhere',
  }),
  'taobao.order.pay': async (on) => ({ orderIds: [(await buyOnTaobao(on)).id] }),
  'taobao.order.imLink': () => ({ sourceType: 'item', bizId: ITEM }),
  'taobao.order.detail': async (on) => ({ orderId: (await buyOnTaobao(on)).id }),
  'taobao.order.logisticsDetail': async (on) => {
    const { lines } = await buyPaidOnTaobao(on);
    await on.sandbox.tick(3);
    return { subPurchaseOrderId: lines[0] ?? '' };
  },
  'taobao.cart.preview': async (on) => ({ ids: [await taobaoRecord(on)], orderAddress: RECEIVER }),
  'taobao.cart.createOrder': async (on) => ({ ids: [await taobaoRecord(on)], orderAddress: RECEIVER }),
  'taobao.cart.list': () => ({}),
  'taobao.cart.delete': async (on) => ({ ids: [await taobaoRecord(on)] }),
  'taobao.cart.add': () => ({ mpId: ITEM, mpSkuId: SKUS[0] ?? '' }),
  'taobao.cart.editQuantity': async (on) => ({ id: await taobaoRecord(on), quantity: 2 }),
  'taobao.refund.page': () => ({ pageSize: 20 }),
  'taobao.refund.render': async (on) => ({
    subOrderId: (await buyPaidOnTaobao(on)).lines[0] ?? '',
    refundType: 1,
    goodsStatus: 4,
  }),
  'taobao.refund.renderLogistics': taobaoRefund,
  'taobao.refund.submitLogistics': async (on) => ({
    ...(await taobaoGoingBack(on)),
    logisticsCompanyCode: 'ZTO',
    logisticsNo: 'ZT1',
  }),
  'taobao.refund.cancel': taobaoRefund,
  'taobao.refund.submitMessage': async (on) => ({ ...(await taobaoRefund(on)), refundMessage: 'please' }),
  'taobao.refund.submit': async (on) => ({
    subOrderId: (await buyPaidOnTaobao(on)).lines[0] ?? '',
    refundType: 1,
    goodsStatus: 4,
    reasonId: '20006',
    refundFee: fen(100),
  }),
  'taobao.refund.messages': taobaoRefund,
  'taobao.refund.modify': async (on) => ({
    ...(await taobaoRefund(on)),
    refundType: 1,
    goodsStatus: 4,
    reasonId: '20006',
    refundFee: fen(100),
  }),
  'taobao.refund.detail': taobaoRefund,
  'base.address.get': () => ({}),
  'base.address.addOrUpdate': () => ({ name: 'zhang', phone: '18600000000' }),
  'warehouse.freight.estimate': () => ({
    ...freightGoods,
    receiverAddress: abroad,
    currency: 'CNY',
    price: '19.00',
  }),
  'warehouse.freight.render': () => ({
    receiverAddress: abroad,
    renderItems: [{ ...freightGoods, freightInfo: { serviceId: '1' } }],
  }),
  'warehouse.freight.updateLogistics': async (on) => ({ orderId: await booked(on) }),
  'warehouse.freight.book': () => ({ lineItems: [freightGoods] }),
};

test.each(Object.keys(operations).filter(isOperationName))(
  '%s is done over HTTP by the real client, and refused to one that signs wrongly',
  async (name) => {
    await using on = await stage();
    const request = await CALLS[name](on);
    const { calls: before } = on.sandbox.ledger();
    const credentials = () => ({ accessKey: KEYS.accessKey, secrets: ['another'], userId: USER });
    const stranger = clientOf(on.sandbox, { credentials });
    expect(await stranger.call(name, request)).toMatchObject({ kind: 'credentials', code: '401' });
    expect(on.sandbox.ledger()).toMatchObject({ calls: before, unauthorized: 1 });

    await answerTo(on, name, request);
    const after = on.sandbox.ledger();
    expect(after.calls[name]).toMatchObject({ done: (before[name]?.done ?? 0) + 1, refused: 0, spoilt: 0 });
    expect(after.unauthorized).toBe(1);
  },
);
