import { expect, expectTypeOf, test } from 'vitest';
import type { Fen } from './money.ts';
import { type AnswerOf, isOperationName, operations, type RequestOf } from './operations.ts';

test('every operation stands in the table under its own name, of three parts', () => {
  for (const [key, { name }] of Object.entries(operations)) {
    expect(key).toBe(name);
    expect(name).toMatch(/^[a-z]+\.[a-z]+\.[a-zA-Z]+$/);
  }
});

test('the orders of 1688 are reached where they always were', () => {
  const table = Object.values(operations).map(({ name, method, path }) => `${name} ${method} ${path}`);
  expect(table.filter((row) => row.startsWith('alibaba.order.'))).toEqual([
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

test('no two operations are reached at the same place', () => {
  const places = Object.values(operations).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});

test('what moves money or changes anything is an effect, whatever its method', () => {
  const effects = Object.values(operations).filter(({ effect }) => effect === 'effect');
  expect(effects.map(({ name }) => name)).toEqual([
    'alibaba.cart.add',
    'alibaba.cart.delete',
    'alibaba.cart.editQuantity',
    'alibaba.cart.createOrder',
    'alibaba.order.create',
    'alibaba.order.batchCreate',
    'alibaba.order.payUrl',
    'alibaba.order.batchSubmitToPay',
    'alibaba.order.cancel',
    'alibaba.order.receiveGoods',
    'alibaba.refund.uploadVoucher',
    'alibaba.refund.create',
    'alibaba.refund.returnGoods',
    'taobao.order.create',
    'taobao.order.cancel',
    'taobao.order.updateWarehouse',
    'taobao.order.pay',
    'taobao.cart.createOrder',
    'taobao.cart.delete',
    'taobao.cart.add',
    'taobao.cart.editQuantity',
    'taobao.refund.submitLogistics',
    'taobao.refund.cancel',
    'taobao.refund.submitMessage',
    'taobao.refund.submit',
    'taobao.refund.modify',
    'base.address.addOrUpdate',
    'warehouse.freight.updateLogistics',
    'warehouse.freight.book',
  ]);
});

test('each effect names the read that tells whether it was done, or says that none does', () => {
  for (const { effect, look, name } of Object.values(operations)) {
    expect(look !== undefined, name).toBe(effect === 'effect');
    if (typeof look !== 'string') continue;
    const told = isOperationName(look) ? operations[look].effect : look;
    expect(told, name).toBe('read');
  }
  const untold = Object.values(operations).filter(({ look }) => look === null);
  expect(untold.map(({ name }) => name)).toEqual([
    'alibaba.refund.uploadVoucher',
    'warehouse.freight.updateLogistics',
    'warehouse.freight.book',
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
  expectTypeOf<RequestOf<'alibaba.refund.create'>['applyPayment']>().toEqualTypeOf<Fen>();
});
