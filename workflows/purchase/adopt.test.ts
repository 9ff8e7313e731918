import { expect, test } from 'vitest';
import { item } from '../order/order.fixture.ts';
import { found, orderId, orderOf } from './purchase.fixture.ts';
import { ambiguous } from './stuck.fixture.ts';

/** Orders of which a person must say whether they are ours. */

test('a retry looks once more and never creates', () => {
  const run = ambiguous().say('retry');
  expect(run.step()).toEqual({ do: 'find' });
  expect(run.find([]).parked()).toBe('CREATE_AMBIGUOUS');
  run.say('retry').step();
  expect(run.find([found(orderOf(0))]).step()).toEqual({ do: 'start' });
});

test('adopted orders are ours; candidates that were not named are left alone, by every later look', () => {
  const run = ambiguous().say('adopt', { orders: ['77'] });
  expect(run.step()).toEqual({ do: 'find' });
  expect(run.state.buy?.adopt?.orders).toEqual(['77']);
  run.find([found(orderOf(0, { orderId: '77' }))]);
  expect(run.state.orders.map((order) => order.orderId)).toEqual(['77']);
  expect(run.state.leftAlone).toEqual([orderId(0)]);
});

test.each([
  ['does not exist', [], ['77'], '77: no such order of this user'],
  [
    'belongs to another purchase',
    [found(orderOf(0, { orderId: '77' }), { ownedBy: 'po-9' })],
    [],
    'po-9 owns it',
  ],
])(
  'an order that %s is not adopted: the same wait, with the cause and the candidates',
  (_, orders, missing, cause) => {
    const run = ambiguous().say('adopt', { orders: ['77'] });
    run.step();
    run.find(orders, { missing });
    expect(run.parked()).toBe('CREATE_AMBIGUOUS');
    expect(run.state.parks[0]?.message).toContain(cause);
    expect(run.state.parks[0]?.candidates).toHaveLength(2);
  },
);

test('lines that the adopted orders do not hold wait as refused', () => {
  const run = ambiguous().say('adopt', { orders: ['77'] });
  run.step();
  run.find([found(orderOf(0, { orderId: '77', items: [item({ specId: 'other' })] }))]);
  expect(run.started().parked()).toBe('CREATE_REFUSED');
  expect(run.state.parks[0]?.lines).toEqual([0]);
});

test('one order is not adopted twice', () => {
  const run = ambiguous(2);
  expect(run.check('adopt', { orders: [orderId(1)] })?.code).toBe('INVALID');
  expect(run.check('adopt', { orders: ['77', '77'] })?.code).toBe('INVALID');
  expect(run.check('adopt', { orders: ['x'] })?.code).toBe('INVALID');
});

test('skip counts the lines as not bought and creates nothing', () => {
  const run = ambiguous().say('skip');
  expect(run.step()).toEqual({ do: 'end' });
  expect(run.state.leftAlone).toEqual([orderId(0), '77']);
});
