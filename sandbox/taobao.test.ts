import { expect, test } from 'vitest';
import { fen, type RequestOf, readCallback } from '../pandapon/index.ts';
import { declaredMessage } from './fixtures/messages.ts';
import { answerTo, buyPaid, gist, receiver, type Stage, stage } from './fixtures/stage.ts';
import {
  buyOnTaobao,
  buyPaidOnTaobao,
  ITEM,
  RECEIVER,
  refundOnTaobao,
  SKUS,
  taobaoBody,
} from './fixtures/taobao.ts';

const detail = (on: Stage, orderId: string) => answerTo(on, 'taobao.order.detail', { orderId });

test('goods are found, checked for supply, and sold at the price they show', async () => {
  await using on = await stage();
  const { data } = await answerTo(on, 'taobao.goods.search', { keyword: 'bag', pageSize: 40 });
  expect(data).toHaveLength(4);
  const product = await answerTo(on, 'taobao.goods.detail', { itemId: data[0]?.itemId ?? '' });
  expect(product).toMatchObject({
    mpId: ITEM,
    price: 1900,
    skuList: [{ mpSkuId: SKUS[0], price: 1900 }, {}, {}],
  });
  const picture = Buffer.from(await (await fetch(data[0]?.picUrl ?? '')).arrayBuffer()).toString('base64');
  const alike = await answerTo(on, 'taobao.goods.searchByImage', { imageBase64: picture });
  expect(alike.data[0]).toEqual(data[0]);

  const check = await answerTo(on, 'taobao.goods.batchCheck', {
    params: [{ itemId: ITEM, skuIds: [SKUS[0] ?? ''] }, { itemId: ITEM, skuIds: ['1'] }, { itemId: '2' }],
  });
  expect(check.mpProducts).toHaveLength(1);
  expect(check.noMpProductItemIds).toEqual([ITEM, '2']);
  expect(await answerTo(on, 'taobao.goods.source', { itemId: ITEM })).toEqual(product);
  const { id } = await buyOnTaobao(on);
  expect(await detail(on, id)).toMatchObject({ totalFee: 2300, postFee: 400 });
});

test('an order goes from unpaid to finished, by sub-order, in the words of Taobao; each move is pushed', async () => {
  await using ear = await receiver();
  await using on = await stage({ callbackUrl: ear.url, settings: { prefix: true } });
  const { id, lines } = await buyPaidOnTaobao(on, `${ITEM}-parcels`, ITEM);
  expect(id).toMatch(/^1\d{18}$/);
  expect(lines).toEqual([expect.stringMatching(/^2\d{11}$/), expect.stringMatching(/^2\d{11}$/)]);
  expect(await detail(on, id)).toMatchObject({
    status: 'WAIT_SELLER_SEND_GOODS',
    statusCode: 10,
    sellerOrderNumber: 'own-1',
    payTime: new Date(Math.floor(on.clock.now() / 1000) * 1000).toISOString(),
    subOrders: [{ subPurchaseOrderId: lines[0], logisticNumber: null, refundStatus: 0 }, {}],
  });
  await on.sandbox.tick(3);
  expect(await detail(on, id)).toMatchObject({
    statusCode: 10,
    subOrders: [
      { status: 'WAIT_BUYER_CONFIRM_GOODS', logisticNumber: expect.any(String) },
      { status: 'WAIT_SELLER_SEND_GOODS', logisticNumber: null },
    ],
  });
  await on.sandbox.tick(20);
  const logistics = await answerTo(on, 'taobao.order.logisticsDetail', {
    subPurchaseOrderId: lines[0] ?? '',
  });
  const [parcel] = logistics.pnmLogisticsDetails ?? [];
  expect(parcel?.logisticsTraces?.at(-1)?.status).toBe('SIGN');
  on.sandbox.byHand(id, 'confirm');
  await on.sandbox.tick(1);
  expect(await detail(on, id)).toMatchObject({ statusCode: 9, status: 'TRADE_FINISHED' });

  const events = ear.received.map(({ body }) => readCallback(body));
  expect(events).toHaveLength(5);
  for (const event of events) {
    expect(event).toMatchObject({ platform: 'taobao', type: 'ORDER_STATUS_MODIFY', orderId: id });
  }
});

test('an own number finds an order again; a page shows only Taobao, and only the caller', async () => {
  await using on = await stage();
  await buyPaid(on);
  const first = await buyOnTaobao(on);
  const second = await answerTo(on, 'taobao.order.create', {
    ...taobaoBody(ITEM),
    sellerOrderNumber: 'own-2',
  });
  const page = async (more: RequestOf<'taobao.order.page'>) =>
    (await answerTo(on, 'taobao.order.page', more)).data;
  const ids = (orders: Awaited<ReturnType<typeof page>>) =>
    orders.map(({ purchaseOrderId }) => purchaseOrderId);
  expect(ids(await page({}))).toEqual([second.purchaseOrderId, first.id]);
  expect(ids(await page({ sellerOrderNumber: 'own-2' }))).toEqual([second.purchaseOrderId]);
  expect(await page({ status: 'TRADE_CLOSED' })).toEqual([]);
  expect(await page({ pageNo: 2 })).toEqual([]);
  const others = await on.platform.taobao.order.page({}, { userId: '9' });
  expect(others).toMatchObject({ data: { data: [] } });
  const asAlibaba = on.platform.alibaba.order.detail({ webSite: '1688', orderId: first.id });
  expect(gist(await asAlibaba)).toBe('refused 404');
});

test('what cannot be bought is refused, also above the budget; a lost answer still made the order', async () => {
  await using on = await stage();
  const create = async (itemId: string, more: object = {}) =>
    gist(await on.platform.taobao.order.create({ ...taobaoBody(itemId), ...more }));
  expect(await create(`${ITEM}-outofstock`)).toBe('refused 4014');
  expect(await create(`${ITEM}-refuse`)).toBe('refused 4015');
  expect(await create(ITEM, { purchaseAmount: fen(2299) })).toBe('refused 4016');
  expect(await create(ITEM, { purchaseAmount: fen(2300) })).toBe('done');
  expect(await create(`${ITEM}-lost`, { sellerOrderNumber: 'lost-1' })).toBe('unknown');
  const { data } = await answerTo(on, 'taobao.order.page', { sellerOrderNumber: 'lost-1' });
  expect(data).toHaveLength(1);
});

test('paying names what went through and what did not; a paid order cannot be cancelled, a closed one not paid', async () => {
  await using on = await stage();
  const [plain, link, other] = await Promise.all([
    buyOnTaobao(on),
    buyOnTaobao(on, `${ITEM}-link`),
    buyOnTaobao(on),
  ]);
  await on.sandbox.tick(10);
  expect(await answerTo(on, 'taobao.order.cancel', { orderId: other.id })).toBe(true);
  expect(await detail(on, other.id)).toMatchObject({ statusCode: 4, status: 'TRADE_CLOSED' });
  const paid = await answerTo(on, 'taobao.order.pay', { orderIds: [plain.id, link.id, other.id, '1'] });
  expect(paid).toMatchObject({
    successIds: [plain.id],
    failures: [
      { orderId: link.id, errorCode: 'NEED_CASHIER' },
      { orderId: other.id, errorCode: 'ORDER_CLOSED' },
      { orderId: '1', errorCode: 'ORDER_NOT_FOUND' },
    ],
  });
  expect(gist(await on.platform.taobao.order.cancel({ orderId: plain.id }))).toBe('refused 4002');
  expect(on.sandbox.ledger().debits).toMatchObject([{ orderId: plain.id, fen: 2300 }]);
});

test('a warehouse is kept, a price change and a refund are pushed in their own shapes', async () => {
  await using ear = await receiver();
  await using on = await stage({ callbackUrl: ear.url });
  const { id, lines } = await buyOnTaobao(on, `${ITEM}-raise-noship`);
  const where = { warehouseName: 'one', warehouseAddress: 'somewhere' };
  await answerTo(on, 'taobao.order.updateWarehouse', { orderId: id, ...where });
  expect(await detail(on, id)).toMatchObject({ ...where, totalFee: 2490 });
  await answerTo(on, 'taobao.order.pay', { orderIds: [id] });
  const refundId = await refundOnTaobao(on, lines[0] ?? '');
  await on.sandbox.tick(2);

  const types = [
    'ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY',
    'ORDER_STATUS_MODIFY',
    'ORDER_REFUND',
    'ORDER_REFUND',
  ];
  const events = ear.received.map(({ body }) => readCallback(body));
  expect(events).toMatchObject([...types, 'ORDER_STATUS_MODIFY'].map((type) => ({ type, orderId: id })));
  expect(events[3]).toMatchObject({ refundId });
  const declared = ear.received.map(({ body }) => declaredMessage(body));
  expect(new Set(declared)).toEqual(new Set(['taobao price', 'taobao status', 'taobao refund']));
});

test('a cart is filled, changed, previewed and ordered; 1688 has another', async () => {
  await using on = await stage();
  for (const [n, quantity] of [2, 1].entries()) {
    await answerTo(on, 'taobao.cart.add', {
      mpId: ITEM,
      mpSkuId: SKUS[n] ?? '',
      quantity,
      itemTitle: 'bag',
      price: fen(1900),
      shopId: '42',
      shopName: 'shop',
    });
  }
  const list = await answerTo(on, 'taobao.cart.list', {});
  expect(list.enableList).toMatchObject([
    { shopId: '42', shopName: 'shop', cartItemInfos: [{ mpId: ITEM, quantity: 2, price: 1900 }, {}] },
  ]);
  expect(await answerTo(on, 'alibaba.cart.list', {})).toMatchObject({ enableList: [] });
  const ids = list.enableList?.[0]?.cartItemInfos?.map(({ id }) => id ?? '') ?? [];
  await answerTo(on, 'taobao.cart.editQuantity', { id: ids[0] ?? '', quantity: 3 });
  await answerTo(on, 'taobao.cart.delete', { ids: ids.slice(1) });
  const left = { ids: ids.slice(0, 1), orderAddress: RECEIVER };
  const preview = await answerTo(on, 'taobao.cart.preview', left);
  expect(preview).toMatchObject({
    totalFee: 6100,
    postFee: 400,
    orderLines: [{ quantity: 3, amount: 5700 }],
  });
  const { purchaseOrderId } = await answerTo(on, 'taobao.cart.createOrder', left);
  expect(await detail(on, purchaseOrderId ?? '')).toMatchObject({ totalFee: 6100 });
  expect(await answerTo(on, 'taobao.cart.list', {})).toMatchObject({ enableList: [] });
});

const status = async (on: Stage, refundId: string) =>
  (await answerTo(on, 'taobao.refund.detail', { refundId })).refundOrderAggregate?.refundOrder?.refundStatus;

test('a refund of money only: 10, 100; the line and the order show it', async () => {
  await using on = await stage();
  const { id, lines } = await buyPaidOnTaobao(on, `${ITEM}-noship`, ITEM);
  const options = await answerTo(on, 'taobao.refund.render', {
    subOrderId: lines[0] ?? '',
    refundType: 1,
    goodsStatus: 4,
  });
  expect(options).toMatchObject({
    saleFlag: true,
    refundOrderTemplate: { maxRefundFee: { refundFee: 1900 } },
  });
  const refundId = await refundOnTaobao(on, lines[0] ?? '');
  expect(await status(on, refundId)).toBe(10);
  await on.sandbox.tick(2);
  expect(await status(on, refundId)).toBe(100);
  expect(await detail(on, id)).toMatchObject({
    statusCode: 10,
    subOrders: [{ refundStatus: 100 }, { refundStatus: 0 }],
  });
  const page = async (more: object) =>
    (await answerTo(on, 'taobao.refund.page', { pageSize: 10, ...more })).data;
  expect(await page({ purchaseOrderId: id, refundStatus: 100 })).toMatchObject([
    { refundOrderAggregate: { refundOrder: { refundId, refundFee: 1900 } } },
  ]);
  expect(await page({ refundStatus: 10 })).toEqual([]);
});

test('goods that go back: 20, 30, 100', async () => {
  await using on = await stage();
  const { lines } = await buyPaidOnTaobao(on);
  await on.sandbox.tick(10);
  const refundId = await refundOnTaobao(on, lines[0] ?? '', { refundType: 3, goodsStatus: 2 });
  await on.sandbox.tick(2);
  expect(await status(on, refundId)).toBe(20);
  const { logisticsCompanies } = await answerTo(on, 'taobao.refund.renderLogistics', { refundId });
  await answerTo(on, 'taobao.refund.submitLogistics', {
    refundId,
    logisticsCompanyCode: logisticsCompanies?.[0]?.logisticsCompanyCode ?? '',
    logisticsNo: 'YT1',
  });
  expect(await status(on, refundId)).toBe(30);
  await on.sandbox.tick(5);
  expect(await status(on, refundId)).toBe(100);
});

test('a refused refund is changed and granted; one that was taken back lets the line be shipped', async () => {
  await using on = await stage();
  const refusing = await buyPaidOnTaobao(on, `${ITEM}-refundrefuse`);
  const refundId = await refundOnTaobao(on, refusing.lines[0] ?? '');
  await on.sandbox.tick(2);
  expect(await status(on, refundId)).toBe(-10);
  const wanted = { refundId, refundType: 1, goodsStatus: 4, reasonId: '20007', refundFee: fen(500) };
  expect(await answerTo(on, 'taobao.refund.modify', wanted)).toBe(true);
  on.sandbox.moveRefund(refundId, 'agree');
  const { refundOrderAggregate } = await answerTo(on, 'taobao.refund.detail', { refundId });
  expect(refundOrderAggregate?.refundOrder).toMatchObject({
    refundStatus: 100,
    refundFee: 500,
    reasonId: '20007',
  });
  expect(gist(await on.platform.taobao.refund.modify(wanted))).toBe('refused 4013');

  const other = await buyPaidOnTaobao(on, `${ITEM}-refundstall`);
  const taken = await refundOnTaobao(on, other.lines[0] ?? '');
  expect(await answerTo(on, 'taobao.refund.cancel', { refundId: taken })).toMatchObject({
    cancelSuccess: true,
  });
  expect(await answerTo(on, 'taobao.refund.cancel', { refundId: taken })).toMatchObject({
    cancelSuccess: false,
  });
  expect(await status(on, taken)).toBe(-20);
  await on.sandbox.tick(3);
  expect(await detail(on, other.id)).toMatchObject({ statusCode: 11 });
});

test('messages about a refund are kept, and nobody else reads them', async () => {
  await using on = await stage();
  const { lines } = await buyPaidOnTaobao(on, `${ITEM}-refundstall`);
  const refundId = await refundOnTaobao(on, lines[0] ?? '');
  for (const refundMessage of ['one', 'two']) {
    await answerTo(on, 'taobao.refund.submitMessage', { refundId, refundMessage });
  }
  const { data } = await answerTo(on, 'taobao.refund.messages', { refundId });
  expect(data).toMatchObject([
    { refundMessage: 'one', author: 'buyer' },
    { refundMessage: 'two', author: 'buyer' },
  ]);
  const others = await on.platform.taobao.refund.messages({ refundId }, { userId: '9' });
  expect(gist(others)).toBe('refused 404');
});

test('a sub-order of which nothing is left closes the order; more than it cost is refused', async () => {
  await using on = await stage();
  const { id, lines } = await buyPaidOnTaobao(on);
  const [subOrderId = ''] = lines;
  const submit = async (refundFee: number, more: object = {}) =>
    gist(
      await on.platform.taobao.refund.submit({
        subOrderId,
        refundType: 1,
        goodsStatus: 4,
        reasonId: '20006',
        refundFee: fen(refundFee),
        ...more,
      }),
    );
  expect(await submit(2301)).toBe('refused 4012');
  expect(await submit(1, { goodsStatus: 2 })).toBe('refused 4013');
  expect(await submit(1, { refundType: 9 })).toBe('refused 4000');
  expect(await submit(2300)).toBe('done');
  expect(await submit(1)).toBe('refused 4011');
  await on.sandbox.tick(2);
  expect(await detail(on, id)).toMatchObject({ status: 'TRADE_CLOSED' });
});
