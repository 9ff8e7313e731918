import { expect, test } from 'vitest';
import { endingsOf } from './endings.ts';
import {
  answerTo,
  body,
  buy,
  buyOne,
  buyPaid,
  idOf,
  read,
  type Stage,
  stage,
  statusOf,
} from './fixtures/stage.ts';

/** From payment to the last thing a good order does by itself. */
const LIFE_SECONDS = 11;
const trace = async (on: Stage, orderId: string) =>
  (await answerTo(on, 'alibaba.order.logisticsTrace', { orderId })) ?? [];

test.each([
  ['shop', []],
  [null, []],
  ['shop-part', ['part']],
  ['shop-parcels-nosign', ['nosign', 'parcels']],
  ['shop-part-', []],
  ['part', []],
])('the end of %s says %j', (sellerOpenId, endings) => {
  expect([...endingsOf(sellerOpenId)].toSorted()).toEqual(endings);
});

test('-outofstock previews well and is refused at create; the other merchant of the call gets its order', async () => {
  await using on = await stage();
  const request = body({ seller: 'a-outofstock' }, { seller: 'b' });
  const previews = await answerTo(on, 'alibaba.order.previewBatch', request);
  expect(previews.map((each) => each.success)).toEqual([true, true]);
  const [refused, made] = await answerTo(on, 'alibaba.order.batchCreate', request);
  expect(refused).toMatchObject({
    success: false,
    errorCode: '500_004',
    sellerOpenId: 'a-outofstock',
    baseInfo: null,
  });
  expect(on.sandbox.orders().map((each) => each.orderId)).toEqual([made && idOf(made)]);
});

test('-refuse is refused in the preview already', async () => {
  await using on = await stage();
  const [preview] = await answerTo(on, 'alibaba.order.previewBatch', body({ seller: 'a-refuse' }));
  expect(preview).toMatchObject({ success: false, errorCode: '500_001', orderPreviewResuslt: [] });
  const [element] = await answerTo(on, 'alibaba.order.batchCreate', body({ seller: 'a-refuse' }));
  expect(element).toMatchObject({ success: false, errorCode: '500_001' });
});

test('-split makes two orders of two lines, or of a quantity of two, each with its freight, as previewed', async () => {
  await using on = await stage();
  const lines = body({ seller: 's-split' }, { seller: 's-split', spec: 'other' });
  const [preview] = await answerTo(on, 'alibaba.order.previewBatch', lines);
  const orders = await answerTo(on, 'alibaba.order.batchCreate', lines);
  expect(orders).toHaveLength(2);
  expect(preview?.orderPreviewResuslt?.map((each) => each.sumPayment)).toEqual(
    orders.map((order) => order.baseInfo?.totalAmount),
  );
  const halves = await answerTo(on, 'alibaba.order.batchCreate', body({ seller: 's-split', quantity: 3 }));
  expect(halves.map((order) => order.productItems?.[0]?.quantity)).toEqual([2, 1]);
});

test('single create of a split merchant answers only the first of its orders', async () => {
  await using on = await stage();
  const order = await answerTo(on, 'alibaba.order.create', body({ seller: 's-split', quantity: 2 }));
  const made = on.sandbox.orders().map((each) => each.orderId);
  expect(made).toHaveLength(2);
  expect(idOf(order)).toBe(made[0]);
});

test('-raise answers the old price and is dearer at the next look, before any payment', async () => {
  await using on = await stage();
  const [created] = await answerTo(on, 'alibaba.order.batchCreate', body({ seller: 'r-raise' }));
  expect(created?.baseInfo?.totalAmount).toBe(2300);
  expect((await read(on, created ? idOf(created) : '')).baseInfo).toMatchObject({
    totalAmount: 2490,
    discount: 190,
    status: 'waitbuyerpay',
  });
});

test('-close is closed by the seller after payment, and the money comes back', async () => {
  await using on = await stage();
  const id = await buyPaid(on, 'c-close');
  await on.sandbox.tick(1.5);
  expect((await read(on, id)).baseInfo).toMatchObject({
    status: 'cancel',
    closeOperateType: 'CLOSE_TRADE_BY_SELLER',
    closeReason: 'sellerGoodsLack',
    refund: 0,
  });
  await on.sandbox.tick(20);
  expect(await read(on, id)).toMatchObject({
    baseInfo: { status: 'cancel', refund: 2300, refundStatus: 'refundsuccess' },
    productItems: [{ refund: 1900, refundStatus: 'REFUND_SUCCESS' }],
    tradeTerms: [{ payStatus: '4' }],
  });
});

test('-part ships one of two lines, and never the rest', async () => {
  await using on = await stage();
  const [id = ''] = await buy(on, { seller: 'p-part' }, { seller: 'p-part', spec: 'other' });
  await answerTo(on, 'alibaba.order.payUrl', { orderId: id });
  await on.sandbox.tick(100_000);
  expect(await read(on, id)).toMatchObject({
    baseInfo: { status: 'waitsellersend', allDeliveredTime: null },
    productItems: [{ logisticsStatus: 2 }, { logisticsStatus: 1 }],
  });
  expect(await trace(on, id)).toMatchObject([{ status: 'SIGN' }]);
});

test('-part of a single piece leaves it partly shipped', async () => {
  await using on = await stage();
  const id = await buyPaid(on, 'p-part');
  await on.sandbox.tick(LIFE_SECONDS);
  expect((await read(on, id)).productItems).toMatchObject([{ logisticsStatus: 5 }]);
});

test('-parcels ships in two parcels; -parcels-nosign leaves the second one unsigned', async () => {
  await using on = await stage();
  const seller = 'p-parcels-nosign';
  const [id = ''] = await buy(on, { seller }, { seller, spec: 'other' });
  await answerTo(on, 'alibaba.order.payUrl', { orderId: id });
  await on.sandbox.tick(3);
  expect(await statusOf(on, id)).toBe('waitsellersend');
  await on.sandbox.tick(2);
  expect(await statusOf(on, id)).toBe('waitbuyerreceive');
  await on.sandbox.tick(100_000);
  expect((await trace(on, id)).map((parcel) => parcel.status)).toEqual(['SIGN', 'DELIVERING']);
  expect(await statusOf(on, id)).toBe('waitbuyerreceive');
  const parcels = (await read(on, id)).nativeLogistics?.logisticsItems?.map((each) => each.subItemIds);
  expect(parcels).toEqual(on.sandbox.order(id).items.map((item) => item.subItemId));
});

test('-link is never debited by a call: a person pays at the link', async () => {
  await using on = await stage();
  const id = await buyOne(on, 'l-link');
  const answer = await answerTo(on, 'alibaba.order.payUrl', { orderId: id });
  expect(answer.protocolPaySuccess).toBe(false);
  const link = answer.payUrl ?? '';
  expect(await (await fetch(link)).text()).toContain('23.00');
  expect(on.sandbox.ledger().debits).toEqual([]);

  const batch = await answerTo(on, 'alibaba.order.batchSubmitToPay', { orderIds: [id] });
  expect(batch).toMatchObject({ success: false, payUrl: link, payFailureOrderList: [] });

  await fetch(link, { method: 'POST' });
  await fetch(link, { method: 'POST' });
  expect(on.sandbox.ledger().debits).toMatchObject([{ orderId: id, fen: 2300, by: 'cashier' }]);
  expect(await statusOf(on, id)).toBe('waitsellersend');
});

test('-stall stops on the way, -noship before it, -nosign at the door', async () => {
  await using on = await stage();
  const [stall, noship, nosign] = [
    await buyPaid(on, 'x-stall'),
    await buyPaid(on, 'x-noship'),
    await buyPaid(on, 'x-nosign'),
  ];
  await on.sandbox.tick(100_000);
  expect(await trace(on, stall)).toMatchObject([{ status: 'TRANSPORT' }]);
  expect(await statusOf(on, noship)).toBe('waitsellersend');
  expect(await trace(on, nosign)).toMatchObject([{ status: 'DELIVERING' }]);
  expect(await statusOf(on, nosign)).toBe('waitbuyerreceive');
});

test('-payrefuse refuses the first payment, alone or in a batch, and takes the second', async () => {
  await using on = await stage();
  const one = await buyOne(on, 'x-payrefuse');
  const pay = () => on.platform.call('alibaba.order.payUrl', { orderId: one });
  expect(await pay()).toMatchObject({ kind: 'refused', code: '4006', message: 'PAY_REFUSED' });
  expect(await pay()).toMatchObject({ kind: 'done', data: { protocolPaySuccess: true } });

  const two = await buyOne(on, 'x-payrefuse');
  const good = await buyOne(on);
  const submit = () => answerTo(on, 'alibaba.order.batchSubmitToPay', { orderIds: [two, good] });
  expect(await submit()).toMatchObject({ success: true, payFailureOrderList: [two], payUrl: null });
  expect(on.sandbox.ledger().debits.map((debit) => debit.orderId)).toEqual([one, good]);
});

test('-receiptrefuse refuses the first receipt and takes the second', async () => {
  await using on = await stage();
  const id = await buyPaid(on, 'x-receiptrefuse');
  await on.sandbox.tick(LIFE_SECONDS);
  const confirm = () => answerTo(on, 'alibaba.order.receiveGoods', { orderId: id, orderEntryIds: [id] });
  expect(await confirm()).toMatchObject({ success: false, errorCode: '4007' });
  expect(await confirm()).toMatchObject({ success: true });
});

test('-cancelrefuse refuses the first cancel that is not too early, and takes the next', async () => {
  await using on = await stage();
  const id = await buyOne(on, 'x-cancelrefuse');
  const cancel = () => on.platform.call('alibaba.order.cancel', { webSite: '1688', orderId: id });
  expect(await cancel()).toMatchObject({ code: '4001' });
  await on.sandbox.tick(10);
  expect(await cancel()).toMatchObject({ code: '4008' });
  expect(await cancel()).toMatchObject({ kind: 'done', data: true });
});

test('the setting refusals makes them refuse as often as wanted', async () => {
  await using on = await stage({ settings: { refusals: 3 } });
  const id = await buyOne(on, 'x-payrefuse');
  const kinds: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    kinds.push((await on.platform.call('alibaba.order.payUrl', { orderId: id })).kind);
  }
  expect(kinds).toEqual(['refused', 'refused', 'refused', 'done']);
});

test.each([
  ['x-lost', 1],
  ['x-twin', 2],
])('create for %s is carried out and its answer lost: %i order(s)', async (seller, count) => {
  await using on = await stage();
  const outcome = await on.platform.call('alibaba.order.batchCreate', {
    ...body({ seller }),
    message: '[#po-1/1]',
  });
  expect(outcome.kind).toBe('unknown');
  const list = await answerTo(on, 'alibaba.order.page', { pageNo: 1, pageSize: 50 });
  expect(list.data.map((order) => order.baseInfo?.buyerFeedback)).toEqual(Array(count).fill('[#po-1/1]'));
  expect(on.sandbox.ledger().byTag['po-1']).toHaveLength(count);
});

test('-odd shows an unknown status after payment; shipping it by hand brings it back', async () => {
  await using on = await stage();
  const id = await buyPaid(on, 'x-odd');
  await on.sandbox.tick(LIFE_SECONDS);
  expect(await statusOf(on, id)).toBe('waitsellerpush');
  on.sandbox.byHand(id, 'ship');
  expect(await statusOf(on, id)).toBe('waitbuyerreceive');
});
