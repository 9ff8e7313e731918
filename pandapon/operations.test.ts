import { expect, expectTypeOf, test } from 'vitest';
import { type AnswerOf, isOperationName, operations, type RequestOf } from './operations.ts';

test('the twelve operations of 1688 orders stand in the table under their own names', () => {
  const table = Object.entries(operations).map(([key, { name, method, path }]) => {
    expect(key).toBe(name);
    return `${name} ${method} ${path}`;
  });
  expect(table).toEqual([
    'alibaba.order.preview POST /v2/alibaba/order/create/preview',
    'alibaba.order.previewBatch POST /alibaba/order/create/previewbatch',
    'alibaba.order.create POST /v2/alibaba/order/create',
    'alibaba.order.batchCreate POST /v2/alibaba/order/batch/create',
    'alibaba.order.page POST /v2/alibaba/order/page',
    'alibaba.order.detail POST /alibaba/order/detail',
    'alibaba.order.payUrl GET /v2/alibaba/order/pay/url',
    'alibaba.order.batchSubmitToPay POST /alibaba/order/batch/submit/to/pay',
    'alibaba.order.cancel POST /v2/alibaba/order/cancel',
    'alibaba.order.logisticsTrace GET /v2/alibaba/order/logistics/trace',
    'alibaba.order.receiveGoods POST /alibaba/order/receivegoods',
    'alibaba.order.decryptOpenUid POST /v2/alibaba/product/openuid/decrypt',
  ]);
});

test('what moves money or changes an order is an effect, the pay link above all', () => {
  const effects = Object.values(operations).filter(({ effect }) => effect === 'effect');
  expect(effects.map(({ name }) => name)).toEqual([
    'alibaba.order.create',
    'alibaba.order.batchCreate',
    'alibaba.order.payUrl',
    'alibaba.order.batchSubmitToPay',
    'alibaba.order.cancel',
    'alibaba.order.receiveGoods',
  ]);
});

test('no name of Object.prototype is an operation', () => {
  expect(isOperationName('alibaba.order.page')).toBe(true);
  expect(['toString', '__proto__', 'constructor'].some(isOperationName)).toBe(false);
});

test('requests and answers are typed by name', () => {
  expectTypeOf<RequestOf<'alibaba.order.cancel'>['orderId']>().toEqualTypeOf<string>();
  expectTypeOf<AnswerOf<'alibaba.order.cancel'>>().toEqualTypeOf<boolean>();
  expectTypeOf<AnswerOf<'alibaba.order.decryptOpenUid'>>().toEqualTypeOf<string>();
});
