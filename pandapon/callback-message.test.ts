import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCallback } from './callback-message.ts';

const ID = '2540608320348880794';
const message = (messageBody: string, type = 'ORDER_STATUS_MODIFY', platform = '1') =>
  `{"messageType":"${type}","messageBody":${messageBody},"messagePlatform":${platform},"timestamp":"1715669977082"}`;

describe('the order id is found with exact digits', () => {
  test.each([
    ['an integer orderId', `{"orderId":${ID},"currentStatus":"waitsellersend"}`],
    ['a text orderId', `{"orderId":"${ID}"}`],
    ['the order object, text id', `{"baseInfo":{"id":2540608320348881000,"idOfStr":"${ID}"}}`],
    ['the order object, integer id', `{"baseInfo":{"id":${ID},"idOfStr":null}}`],
    ['salesOrderId', `{"salesOrderId":"${ID}"}`],
    ['purchase_id', `{"purchase_id":${ID}}`],
    ['purchaseOrderId', `{"purchaseOrderId":"${ID}"}`],
    [
      'a logistics message',
      `{"OrderLogisticsTracingModel":{"orderLogsItems":[null,{"orderId":${ID}}],"mailNo":"SF1"}}`,
    ],
  ])('%s', (_where, body) => {
    expect(readCallback(message(body))).toMatchObject({ kind: 'event', orderId: ID });
    // The same body as a text inside the message.
    expect(readCallback(message(JSON.stringify(body)))).toMatchObject({ kind: 'event', orderId: ID });
    expect(readCallback(Buffer.from(message(body)))).toMatchObject({ kind: 'event', orderId: ID });
  });
});

test.each([
  ['1688_ORDER_BUYER_VIEW_ORDER_PAY', '1', '1688'],
  ['ORDER_BUYER_VIEW_ORDER_PAY', '1', '1688'],
  ['ORDER_BUYER_VIEW_ORDER_PAY', '"1"', '1688'],
  ['TAOBAO_ORDER_BUYER_VIEW_ORDER_PAY', '0', 'taobao'],
  ['ORDER_BUYER_VIEW_ORDER_PAY', '0', 'taobao'],
  ['TAOBAO_ORDER_BUYER_VIEW_ORDER_PAY', 'null', 'taobao'],
  ['1688_ORDER_BUYER_VIEW_ORDER_PAY', 'null', '1688'],
  ['ORDER_BUYER_VIEW_ORDER_PAY', 'null', '1688'],
])('%s with messagePlatform %s is of %s, its type without prefix', (type, platform, expected) => {
  expect(readCallback(message(`{"orderId":${ID}}`, type, platform))).toMatchObject({
    platform: expected,
    type: 'ORDER_BUYER_VIEW_ORDER_PAY',
  });
});

test('without any sign of the platform, members that only Taobao has tell it', () => {
  expect(readCallback(message('{"salesOrderId":"1"}', 'ORDER_REFUND', 'null'))).toMatchObject({
    platform: 'taobao',
  });
});

test('the claimed status is currentStatus, or the status of an order object', () => {
  expect(readCallback(message(`{"orderId":1,"currentStatus":"waitsellersend"}`))).toMatchObject({
    status: 'waitsellersend',
  });
  expect(readCallback(message(`{"baseInfo":{"id":1,"status":"waitbuyerpay"}}`))).toMatchObject({
    status: 'waitbuyerpay',
  });
  expect(readCallback(message(`{"orderId":1,"currentStatus":7}`))).toMatchObject({ status: null });
});

test('a refund message carries its refund id', () => {
  const body = `{"orderId":${ID},"refundId":"TQ123","refundAction":"BUYER_APPLY_REFUND"}`;
  expect(readCallback(message(body))).toMatchObject({ refundId: 'TQ123' });
});

describe('undeliverable, never thrown', () => {
  test.each([
    ['not JSON', 'hello', 'not-json'],
    ['empty', '', 'not-json'],
    ['cut', message(`{"orderId":${ID}}`).slice(0, -1), 'not-json'],
    ['a list', '[1]', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['no body', '{"messageType":"X"}', 'no-order-id'],
    ['a body that is no JSON', message('"hello"'), 'no-order-id'],
    ['a body without id', message('{"a":1}'), 'no-order-id'],
    ['an id that is an object', message('{"orderId":{"a":1}}'), 'no-order-id'],
    ['an id that is a fraction', message('{"orderId":1.5}'), 'no-order-id'],
    ['an empty id', message('{"orderId":""}'), 'no-order-id'],
    ['an endless id', message(`{"orderId":"${'9'.repeat(10_000)}"}`), 'no-order-id'],
    ['an id with a slash', message('{"orderId":"1/../2"}'), 'no-order-id'],
    ['an id by way of __proto__', message(`{"__proto__":{"orderId":${ID}}}`), 'no-order-id'],
    ['deep nesting', message('['.repeat(100_000)), 'not-json'],
    ['deep nesting inside the text', message(JSON.stringify('['.repeat(100_000))), 'no-order-id'],
  ])('%s', (_what, text, why) => {
    expect(readCallback(text)).toMatchObject({ kind: 'undeliverable', why });
  });

  test('any JSON and any bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.json().map((body) => message(body)),
          fc.uint8Array(),
        ),
        (raw) => {
          expect(['event', 'undeliverable']).toContain(readCallback(raw).kind);
        },
      ),
    );
  });
});

test('of a repeated member the last counts, and nothing reaches Object.prototype', () => {
  const body = `{"orderId":1,"orderId":${ID},"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`;
  expect(readCallback(message(body))).toMatchObject({ orderId: ID });
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
