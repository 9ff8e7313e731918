import { expect, test } from 'vitest';
import { answerTo, buyOne, buyPaid, read, type Stage, stage, statusOf } from './fixtures/stage.ts';

const control = async ({ sandbox }: Stage, method: string, path: string, content?: unknown) => {
  const init = content === undefined ? { method } : { method, body: JSON.stringify(content) };
  const response = await fetch(`${sandbox.url}/_sandbox${path}`, init);
  return { status: response.status, body: await response.json() };
};

test('settings change one by one; durations and prices by name; a wrong one changes nothing', async () => {
  await using on = await stage();
  await control(on, 'POST', '/settings', { prices: { a: 100 }, durations: { ship: 1 } });
  await control(on, 'POST', '/settings', { prices: { b: 200 }, cancelTooFastSeconds: 0 });
  const wrong = await control(on, 'POST', '/settings', { speed: 5, colour: 'red' });
  expect(wrong).toEqual({ status: 422, body: { error: expect.stringContaining('colour') } });
  expect((await control(on, 'GET', '/settings')).body).toMatchObject({
    prices: { a: 100, b: 200 },
    durations: { ship: 1 },
    cancelTooFastSeconds: 0,
    speed: 1,
  });
});

test('a higher speed shortens what is planned already; what counts in days stays', async () => {
  await using on = await stage();
  const paid = await buyPaid(on);
  const unpaid = await buyOne(on);
  await control(on, 'POST', '/settings', { speed: 10 });
  await on.sandbox.tick(1);
  expect(await statusOf(on, paid)).toBe('signinsuccess');
  await on.sandbox.tick(431_998);
  expect(await statusOf(on, unpaid)).toBe('waitbuyerpay');
});

test('an order is moved by hand through its life, and the plan does not do it again', async () => {
  await using on = await stage();
  const id = await buyOne(on);
  const act = (action: string, content: unknown = {}) =>
    control(on, 'POST', `/orders/${id}/${action}`, content);
  expect(await act('ship')).toMatchObject({ status: 409, body: { error: expect.stringContaining(id) } });
  expect(await act('raise', { byFen: 101 })).toMatchObject({ status: 200, body: { totalFen: 2401 } });
  expect(await act('pay')).toMatchObject({ body: { status: 'waitsellersend', payments: [{ fen: 2401 }] } });
  expect(await act('raise', { byFen: 1 })).toMatchObject({ status: 409 });
  expect(await act('ship')).toMatchObject({ body: { status: 'waitbuyerreceive' } });
  expect(await act('sign')).toMatchObject({
    body: { status: 'signinsuccess', parcels: [{ signedAt: expect.any(String) }] },
  });
  expect(await act('confirm')).toMatchObject({ body: { status: 'confirm_goods' } });
  await on.sandbox.tick(60);
  expect(on.sandbox.order(id)).toMatchObject({
    status: 'success',
    parcels: [{ steps: [{ status: 'WAITACCEPT' }, { status: 'SIGN' }] }],
  });
  expect(on.sandbox.ledger()).toMatchObject({ debits: [{ by: 'hand' }], confirms: [] });
});

test('closing, refunding and odd words by hand show on the wire', async () => {
  await using on = await stage();
  const id = await buyPaid(on, 'x-noship');
  on.sandbox.byHand(id, 'status', { status: 'waitselleract' });
  expect(await statusOf(on, id)).toBe('waitselleract');
  on.sandbox.byHand(id, 'open-refund');
  expect((await read(on, id)).productItems).toMatchObject([{ refundStatus: 'WAIT_SELLER_AGREE' }]);
  on.sandbox.byHand(id, 'refund', { fen: 500 });
  expect((await read(on, id)).baseInfo).toMatchObject({ refund: 500, status: 'waitselleract' });
  on.sandbox.byHand(id, 'refund');
  expect((await read(on, id)).baseInfo).toMatchObject({
    refund: 2300,
    status: 'cancel',
    closeOperateType: 'CLOSE_TRADE_BY_SELLER',
  });
  expect(() => on.sandbox.byHand(id, 'close')).toThrow(/over already/);
});

test('a parcel that is not said to hold anything, a status that does not show the signature, an empty trace', async () => {
  await using on = await stage({ settings: { parcelItems: false, showSigned: false, emptyTrace: 'empty' } });
  const id = await buyPaid(on);
  expect(await answerTo(on, 'alibaba.order.logisticsTrace', { orderId: id })).toEqual([]);
  await on.sandbox.tick(10);
  const order = await read(on, id);
  expect(order.nativeLogistics?.logisticsItems?.[0]?.subItemIds).toBeNull();
  expect(order.baseInfo?.status).toBe('waitbuyerreceive');
  expect(await answerTo(on, 'alibaba.order.logisticsTrace', { orderId: id })).toMatchObject([
    { status: 'SIGN' },
  ]);
});

test('the ledger counts calls, done and refused, and the log names their orders', async () => {
  await using on = await stage();
  const id = await buyOne(on, 'x-payrefuse');
  await on.platform.call('alibaba.order.payUrl', { orderId: id });
  await answerTo(on, 'alibaba.order.payUrl', { orderId: id });
  expect((await control(on, 'GET', '/ledger')).body).toMatchObject({
    calls: { 'alibaba.order.payUrl': { calls: 2, done: 1, refused: 1, spoilt: 0 } },
  });
  const log = (await control(on, 'GET', '/calls?last=2')).body;
  expect(log).toMatchObject([
    { operation: 'alibaba.order.payUrl', orderIds: [id], outcome: 'refused', fault: null },
    { operation: 'alibaba.order.payUrl', orderIds: [id], outcome: 'done' },
  ]);
});

test('what there is not is said', async () => {
  await using on = await stage();
  const id = await buyOne(on);
  expect(await control(on, 'GET', '/orders/1')).toMatchObject({ status: 404 });
  expect(await control(on, 'POST', `/orders/${id}/fly`)).toMatchObject({ status: 404 });
  expect(await control(on, 'GET', '/nothing')).toMatchObject({ status: 404 });
  expect(await control(on, 'POST', '/settings', 'no')).toMatchObject({ status: 422 });
  const broken = await fetch(`${on.sandbox.url}/_sandbox/settings`, { method: 'POST', body: '{' });
  expect(broken.status).toBe(400);
});
