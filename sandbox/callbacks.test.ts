import { expect, test } from 'vitest';
import { parseExact, readCallback, verifyCallback } from '../pandapon/index.ts';
import { declaredMessage } from './fixtures/messages.ts';
import { answerTo, body, buyOne, buyPaid, KEYS, type Received, receiver, stage } from './fixtures/stage.ts';
import type { SettingsPatch } from './settings.ts';

const isGenuine = ({ authorization, body }: Received): boolean =>
  verifyCallback({ authorization, rawBody: body, accessKey: KEYS.accessKey, secrets: [KEYS.secret] });

const typesOf = (received: readonly Received[]): string[] =>
  received.map(({ body }) => readCallback(body).type ?? '');

const PAY = 'ORDER_BUYER_VIEW_ORDER_PAY';
const SHIPPED = 'ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS';
const TRACE = 'LOGISTICS_BUYER_VIEW_TRACE';

/** Lives one good order to its end, and answers what the receiver heard. */
async function lifeWith(settings: SettingsPatch) {
  await using ear = await receiver();
  await using on = await stage({ callbackUrl: ear.url, settings });
  const id = await buyPaid(on);
  await on.sandbox.tick(10);
  await answerTo(on, 'alibaba.order.receiveGoods', { orderId: id, orderEntryIds: [id] });
  await on.sandbox.tick(1);
  await on.sandbox.tick(60);
  return { id, received: ear.received };
}

test('a good order is told of from payment to success, each message signed over its raw body, none for the creation', async () => {
  const { id, received } = await lifeWith({});
  expect(typesOf(received)).toEqual([
    PAY,
    SHIPPED,
    ...Array(5).fill(TRACE),
    'ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS',
    'ORDER_BUYER_VIEW_ORDER_SUCCESS',
  ]);
  expect(received.every(isGenuine)).toBe(true);
  for (const { body } of received)
    expect(readCallback(body)).toMatchObject({ kind: 'event', platform: '1688', orderId: id });
  expect(parseExact(received[0]?.body ?? '')).toEqual({
    messageType: PAY,
    messageBody: {
      orderId: BigInt(id),
      currentStatus: 'waitsellersend',
      msgSendTime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      buyerMemberId: expect.any(String),
      sellerMemberId: expect.any(String),
    },
    messagePlatform: 1,
    timestamp: expect.stringMatching(/^\d{13}$/),
  });
});

test('only the types wanted, and only the last trace step', async () => {
  const { received } = await lifeWith({ callbackTypes: [PAY, SHIPPED, TRACE], traceCallbacks: 'signed' });
  expect(typesOf(received)).toEqual([PAY, SHIPPED, TRACE]);
  expect(received[2]?.body).toContain('"statusChanged":"SIGN"');
});

test('callbacks off: not one', async () => {
  expect((await lifeWith({ callbacks: false })).received).toEqual([]);
});

test.each<[SettingsPatch, RegExp]>([
  [{ messageBodyAs: 'string' }, /"messageBody":"\{/],
  [{ prefix: true }, /"messageType":"1688_/],
  [{ orderIdAs: 'string' }, /"orderId":"\d{19}"/],
])('%j shows in every message, and is understood', async (settings, shape) => {
  const { id, received } = await lifeWith(settings);
  expect(received).toHaveLength(9);
  for (const { body } of received) {
    expect(body.replaceAll('\\"', '"')).toMatch(shape);
    expect(readCallback(body)).toMatchObject({ kind: 'event', orderId: id });
  }
});

test('rounded ids never round an id that has no text beside it', async () => {
  const { id, received } = await lifeWith({ roundIds: true });
  for (const { body } of received) expect(readCallback(body)).toMatchObject({ orderId: id });
});

test('every message of a life is one that is declared, and reads as it is declared', async () => {
  await using ear = await receiver();
  await using on = await stage({ callbackUrl: ear.url });
  await buyPaid(on, 'shop-raise-parcels');
  await on.sandbox.tick(60);
  const declared = ear.received.map(({ body }) => declaredMessage(body));
  expect(new Set(declared)).toEqual(new Set(['1688 price', '1688 status', '1688 logistics']));
});

test('a price change carries the whole order', async () => {
  await using ear = await receiver();
  await using on = await stage({ callbackUrl: ear.url });
  const id = await buyOne(on, 'r-raise');
  await on.sandbox.settled();
  expect(typesOf(ear.received)).toEqual(['ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY']);
  expect(parseExact(ear.received[0]?.body ?? '')).toMatchObject({
    messageBody: {
      baseInfo: { idOfStr: id, totalAmount: 24.9 },
      productItems: [{}],
      sellerOpenId: 'r-raise',
    },
  });
});

test('closings name who closed, and a refund its id', async () => {
  await using ear = await receiver();
  await using on = await stage({ callbackUrl: ear.url });
  const byBuyer = await buyOne(on);
  await on.sandbox.tick(10);
  await answerTo(on, 'alibaba.order.cancel', { webSite: '1688', orderId: byBuyer });
  await buyOne(on);
  await on.sandbox.tick(432_000);
  await buyPaid(on, 'c-close');
  await on.sandbox.tick(60);
  expect(typesOf(ear.received)).toEqual([
    'ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE',
    'ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE',
    PAY,
    'ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE',
    'ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES',
  ]);
  expect(readCallback(ear.received.at(-1)?.body ?? '')).toMatchObject({
    refundId: expect.stringMatching(/^TQ/),
    status: 'refundsuccess',
  });
});

test('a receiver that answers 503 hears the same bytes again each half hour, five times', async () => {
  await using ear = await receiver(() => 503);
  await using on = await stage({ callbackUrl: ear.url, settings: { callbackTypes: [PAY] } });
  await buyPaid(on, 'x-noship');
  await on.sandbox.settled();
  expect(ear.received).toHaveLength(1);
  await on.sandbox.tick(1799);
  expect(ear.received).toHaveLength(1);
  await on.sandbox.tick(1);
  expect(ear.received).toHaveLength(2);
  await on.sandbox.tick(100_000);
  expect(ear.received).toHaveLength(6);
  expect(new Set(ear.received.map(({ body, authorization }) => `${authorization} ${body}`)).size).toBe(1);
  expect(on.sandbox.callbacks()).toMatchObject([
    { type: PAY, nextAt: null, tries: Array(6).fill({ status: 503 }) },
  ]);
});

test('a receiver that does not answer within a second counts as not reached', async () => {
  let answer: number | 'silent' = 'silent';
  await using ear = await receiver(() => answer);
  await using on = await stage({ callbackUrl: ear.url, settings: { callbackTypes: [PAY] } });
  await buyPaid(on, 'x-noship');
  await on.sandbox.settled();
  answer = 200;
  await on.sandbox.tick(1800);
  expect(on.sandbox.callbacks()).toMatchObject([
    { nextAt: null, tries: [{ status: null }, { status: 200 }] },
  ]);
});

test('what was taken is not sent again', async () => {
  await using ear = await receiver();
  await using on = await stage({ callbackUrl: ear.url, settings: { callbackTypes: [PAY] } });
  await buyPaid(on, 'x-noship');
  await on.sandbox.tick(100_000);
  expect(ear.received).toHaveLength(1);
});

test('duplicates are the same bytes; late ones come late; out of order, the second overtakes the first', async () => {
  const twice = await lifeWith({ duplicateCallbacks: 1, callbackTypes: [PAY] });
  expect(twice.received).toHaveLength(2);
  expect(twice.received[0]).toEqual(twice.received[1]);

  await using ear = await receiver();
  await using on = await stage({
    callbackUrl: ear.url,
    settings: { lateCallbackSeconds: 30, callbackTypes: [PAY] },
  });
  await buyPaid(on);
  await on.sandbox.tick(29);
  expect(ear.received).toEqual([]);
  await on.sandbox.tick(1);
  expect(ear.received).toHaveLength(1);

  const swapped = await lifeWith({ outOfOrderCallbacks: true, callbackTypes: [PAY, SHIPPED] });
  expect(typesOf(swapped.received)).toEqual([SHIPPED, PAY]);
});

test('a forged message claims success and is not genuine; it is sent once', async () => {
  await using ear = await receiver(() => 401);
  await using on = await stage({
    callbackUrl: ear.url,
    settings: { forgedCallbacks: true, callbackTypes: [PAY] },
  });
  const id = await buyPaid(on, 'x-noship');
  await on.sandbox.settled();
  const forged = ear.received.filter((each) => !isGenuine(each));
  expect(forged.map(({ body }) => readCallback(body))).toMatchObject([{ orderId: id, status: 'success' }]);
  await on.sandbox.tick(1800);
  expect(ear.received.filter((each) => !isGenuine(each))).toHaveLength(1);
});

test('the receiver can be named while the sandbox runs', async () => {
  await using ear = await receiver();
  await using on = await stage();
  await fetch(`${on.sandbox.url}/_sandbox/settings`, {
    method: 'POST',
    body: JSON.stringify({ callbackUrl: ear.url }),
  });
  await answerTo(on, 'alibaba.order.batchCreate', body({ seller: 'r-raise' }));
  await on.sandbox.settled();
  expect(ear.received).toHaveLength(1);
});
