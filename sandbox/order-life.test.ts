import { expect, test } from 'vitest';
import { BATCH_CREATE_ANSWER, BATCH_CREATE_REQUESTS } from '../pandapon/fixtures/files.ts';
import { newNonce, parseExact, signRequest } from '../pandapon/index.ts';
import {
  answerTo,
  body,
  buy,
  buyOne,
  buyPaid,
  idOf,
  KEYS,
  read,
  SAMPLE_SPEC,
  stage,
  statusOf,
  USER,
} from './fixtures/stage.ts';

const headers = (): Record<string, string> => {
  const nonce = newNonce();
  const timestamp = String(Date.now());
  const { accessKey, secret } = KEYS;
  return {
    'content-type': 'application/json',
    'access-key': accessKey,
    timestamp,
    'nonce-str': nonce,
    'user-id': USER,
    signature: signRequest({ accessKey, timestamp, nonce, secret }),
  };
};

/** Every path of members, lists by their first element. */
function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${at}[]`] : paths(value[0], `${at}[]`);
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, each]) => paths(each, `${at}.${name}`));
}

test('the documented body, byte for byte, gets an order with every documented member, at 19 yuan and 4 freight', async () => {
  await using on = await stage();
  const response = await fetch(`${on.sandbox.url}/v2/alibaba/order/batch/create`, {
    method: 'POST',
    headers: headers(),
    body: BATCH_CREATE_REQUESTS[0],
  });
  const text = await response.text();
  const answer = parseExact(text);

  expect(paths(answer)).toEqual(expect.arrayContaining(paths(parseExact(BATCH_CREATE_ANSWER))));
  expect(answer).toMatchObject({
    code: 200,
    msg: '成功',
    developId: expect.any(String),
    requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    data: [
      {
        baseInfo: { totalAmount: 23, sumProductPayment: 19, shippingFee: 4, status: 'waitbuyerpay' },
        productItems: [{ price: 19, itemAmount: 19, quantity: 1, specId: SAMPLE_SPEC }],
        sellerOpenId: 'BBBgGWh2O6JFI6v1aQuZVgRIA',
      },
    ],
  });
  // 19 digits, exact on the wire, in both forms.
  const [, integer, string] = /"id":(\d{19}),.*"idOfStr":"(\d{19})"/.exec(text) ?? [];
  expect(integer).toBe(string);
  expect(String(Number(integer))).not.toBe(integer);
});

test('an order goes from unpaid to done, and each time is set when it happens', async () => {
  await using on = await stage();
  const id = await buyOne(on);
  const created = on.clock.now();
  const at = (seconds: number): string => new Date(created + seconds * 1000).toISOString();
  expect((await read(on, id)).baseInfo).toMatchObject({ status: 'waitbuyerpay', payTime: null });

  await answerTo(on, 'alibaba.order.payUrl', { orderId: id });
  expect(await read(on, id)).toMatchObject({
    baseInfo: { status: 'waitsellersend', payTime: at(0), allDeliveredTime: null },
    tradeTerms: [{ payStatus: '2', payTime: at(0), phasAmount: 2300 }],
    productItems: [{ logisticsStatus: 1 }],
  });

  await on.sandbox.tick(3);
  expect(await read(on, id)).toMatchObject({
    baseInfo: { status: 'waitbuyerreceive', allDeliveredTime: at(3), modifyTime: at(3) },
    productItems: [{ logisticsStatus: 2 }],
    nativeLogistics: { logisticsItems: [{ subItemIds: id, deliveredTime: at(3) }] },
  });

  await on.sandbox.tick(7);
  expect(await statusOf(on, id)).toBe('signinsuccess');
  const receipt = await answerTo(on, 'alibaba.order.receiveGoods', { orderId: id, orderEntryIds: [id] });
  expect(receipt.success).toBe(true);
  expect(await read(on, id)).toMatchObject({
    baseInfo: { status: 'confirm_goods', receivingTime: at(10), completeTime: null },
    productItems: [{ logisticsStatus: 3 }],
  });

  await on.sandbox.tick(1);
  expect(await read(on, id)).toMatchObject({
    baseInfo: { status: 'success', completeTime: at(11) },
    tradeTerms: [{ payStatus: '6' }],
  });
});

test('a parcel goes through every step, in China time', async () => {
  await using on = await stage();
  const id = await buyPaid(on);
  const before = await on.platform.call('alibaba.order.logisticsTrace', { orderId: id });
  expect(before).toMatchObject({ kind: 'refused', code: '404' });
  const seen: unknown[] = [];
  for (let second = 0; second < 11; second += 1) {
    await on.sandbox.tick(1);
    const outcome = await on.platform.call('alibaba.order.logisticsTrace', { orderId: id });
    if (outcome.kind === 'done') seen.push(outcome.data?.[0]?.status);
  }
  expect([...new Set(seen)]).toEqual(['WAITACCEPT', 'ACCEPT', 'TRANSPORT', 'DELIVERING', 'SIGN']);
  const [parcel] = (await answerTo(on, 'alibaba.order.logisticsTrace', { orderId: id })) ?? [];
  expect(parcel?.logisticsSteps?.at(-1)?.acceptTime?.slice(0, 19)).toBe(
    on.sandbox.order(id).parcels[0]?.signedAt?.slice(0, 19),
  );
});

test('nothing more happens to an unpaid order until its pay time-out, then the platform closes it', async () => {
  await using on = await stage();
  const id = await buyOne(on);
  await on.sandbox.tick(431_999);
  expect(await statusOf(on, id)).toBe('waitbuyerpay');
  await on.sandbox.tick(1);
  expect((await read(on, id)).baseInfo).toMatchObject({
    status: 'cancel',
    closeReason: 'BUYER_NO_PAY',
    closeOperateType: 'CLOSE_TRADE_BY_SYSTEM',
  });
});

test('the platform confirms by itself ten days after the last signature', async () => {
  await using on = await stage();
  const id = await buyPaid(on);
  await on.sandbox.tick(10 + 863_999);
  expect(await statusOf(on, id)).toBe('signinsuccess');
  await on.sandbox.tick(3);
  expect(await statusOf(on, id)).toBe('success');
  expect(on.sandbox.ledger().confirms).toEqual([]);
});

test('an order is too young to be cancelled for ten seconds, then closes; a paid or closed one is refused', async () => {
  await using on = await stage();
  const id = await buyOne(on);
  const cancel = () =>
    on.platform.call('alibaba.order.cancel', { webSite: '1688', orderId: id, cancelReason: 'buyerCancel' });
  expect(await cancel()).toMatchObject({ kind: 'refused', code: '4001', message: 'CLOSE_ORDER_TOO_FAST' });
  await on.sandbox.tick(10);
  expect(await cancel()).toMatchObject({ kind: 'done', data: true });
  expect((await read(on, id)).baseInfo).toMatchObject({
    status: 'cancel',
    closeReason: 'buyerCancel',
    closeOperateType: 'CLOSE_TRADE_BY_BUYER',
  });
  expect(await cancel()).toMatchObject({ kind: 'refused', code: '4004' });
  expect(await on.platform.call('alibaba.order.payUrl', { orderId: id })).toMatchObject({ code: '4004' });

  const paid = await buyPaid(on);
  expect(await on.platform.call('alibaba.order.cancel', { webSite: '1688', orderId: paid })).toMatchObject({
    kind: 'refused',
    code: '4002',
  });
  expect(on.sandbox.ledger().cancels.map((each) => each.orderId)).toEqual([id]);
});

test('receipt is taken item by item; too early, and twice, are refused', async () => {
  await using on = await stage();
  const [id = ''] = await buy(on, { seller: 'shop-part' }, { seller: 'shop-part', spec: 'other' });
  await answerTo(on, 'alibaba.order.payUrl', { orderId: id });
  const items = on.sandbox.order(id).items.map((item) => item.subItemId);
  const [first = '', second = ''] = items;
  const confirm = (...orderEntryIds: string[]) =>
    answerTo(on, 'alibaba.order.receiveGoods', { orderId: id, orderEntryIds });
  expect(await confirm(first)).toMatchObject({ success: false, errorCode: '4005' });

  await on.sandbox.tick(3);
  expect(await confirm(first, second)).toMatchObject({ success: false, errorCode: '4005' });
  expect(await confirm(first)).toMatchObject({ success: true });
  expect(await confirm(first)).toMatchObject({ success: false, errorCode: '4003' });
  expect(await read(on, id)).toMatchObject({
    baseInfo: { status: 'waitsellersend' },
    productItems: [{ logisticsStatus: 3 }, { logisticsStatus: 1 }],
  });

  on.sandbox.byHand(id, 'ship');
  expect(await confirm(second)).toMatchObject({ success: true });
  expect(await statusOf(on, id)).toBe('confirm_goods');
  expect(on.sandbox.ledger().confirms.map((each) => each.subItemIds)).toEqual([[first], [second]]);
});

test('an item paid back whole counts as settled for the receipt', async () => {
  await using on = await stage();
  const [id = ''] = await buy(on, { seller: 'shop' }, { seller: 'shop', spec: 'other' });
  await answerTo(on, 'alibaba.order.payUrl', { orderId: id });
  await on.sandbox.tick(3);
  const [first = '', second = ''] = on.sandbox.order(id).items.map((item) => item.subItemId);
  on.sandbox.byHand(id, 'refund', { subItemIds: [second] });
  expect((await read(on, id)).productItems?.[1]).toMatchObject({ refundStatus: 'REFUND_SUCCESS' });
  await answerTo(on, 'alibaba.order.receiveGoods', { orderId: id, orderEntryIds: [first] });
  expect(await statusOf(on, id)).toBe('confirm_goods');
});

test('the remark of the create comes back as buyerFeedback, the receiver as receiverInfo', async () => {
  await using on = await stage();
  const [order] = await answerTo(on, 'alibaba.order.batchCreate', {
    ...body({ seller: 'shop' }),
    message: 'leave it at the door [#po-1/1]',
  });
  expect(order?.baseInfo?.buyerFeedback).toBe('leave it at the door [#po-1/1]');
  expect(order?.baseInfo?.receiverInfo).toMatchObject({ toFullName: 'zhang', toMobile: '18600000000' });
  expect(on.sandbox.ledger().byTag).toEqual({ 'po-1': [order && idOf(order)] });
});

test('prices follow from the SKU: the same in preview, create and the next sandbox', async () => {
  const request = body({ seller: 'a', spec: 'x', quantity: 3 }, { seller: 'b', spec: 'y' });
  const sums: unknown[] = [];
  for (const _run of [1, 2]) {
    await using on = await stage();
    const previews = await answerTo(on, 'alibaba.order.previewBatch', request);
    const orders = await answerTo(on, 'alibaba.order.batchCreate', request);
    const previewed = previews.map((each) => each.orderPreviewResuslt?.[0]?.sumPayment);
    expect(orders.map((order) => order.baseInfo?.totalAmount)).toEqual(previewed);
    sums.push(previewed);
  }
  expect(sums[0]).toEqual(sums[1]);
});
