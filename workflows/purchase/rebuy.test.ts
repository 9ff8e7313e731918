import { expect, test } from 'vitest';
import { item } from '../order/order.fixture.ts';
import { takeFromOrder, takeOrderEnd } from './from-order.ts';
import { requestToBuy } from './lines.ts';
import { answered, endedAs, FollowedPurchase, orderId, orderOf, PRICE } from './purchase.fixture.ts';
import { viewOf } from './stuck.fixture.ts';
import { outcomeOf } from './view.ts';

/** What the ends of orders mean for their purchase. */

test('the lines of a closed order are bought again, with a preview and the guards, and count no more', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2400 }).bought().started();
  takeFromOrder(run.state, { type: 'rebuy', orderId: orderId(0) }, run.now);
  takeFromOrder(run.state, { type: 'rebuy', orderId: orderId(0) }, run.now);
  expect(run.preview().step()).toEqual({ do: 'create' });
  run.create(answered({ orders: [orderOf(0, { orderId: '99' })] })).started();
  expect(run.state).toMatchObject({ n: 2 });
  expect(run.line(0)?.orderId).toBe('99');
  takeOrderEnd(run.state, orderId(0), endedAs(0, 'cancelled'), run.now);
  takeOrderEnd(run.state, '99', endedAs(0, 'completed', { orderId: '99' }), run.now);
  expect(run.step()).toEqual({ do: 'end' });
  expect(outcomeOf(run.state)).toBe('full');
});

test('of a line that the platform split just the part of the closed order is bought again', () => {
  const run = new FollowedPurchase({}, 1, 3).preview();
  const part = (id: string, quantity: number) =>
    orderOf(0, { orderId: id, items: [item({ specId: 'spec-0', quantity })] });
  run.create(answered({ orders: [part('1', 2), part('2', 1)] })).started();
  takeFromOrder(run.state, { type: 'rebuy', orderId: '2' }, run.now);
  takeFromOrder(run.state, { type: 'rebuy', orderId: '1' }, run.now);
  run.step();
  expect(requestToBuy(run.state).cargoParamList[0]?.quantity).toBe(2);
  run
    .preview()
    .create(answered({ orders: [part('3', 2)] }))
    .started();
  expect(run.state.orders.at(-1)?.lines).toEqual([{ line: 0, subItemId: '1', quantity: 2 }]);
  run.step();
  expect(requestToBuy(run.state).cargoParamList[0]?.quantity).toBe(1);
});

test('orders of two merchants that are bought again at once are one buy', () => {
  const run = new FollowedPurchase({}, 2).bought().started();
  for (const index of [0, 1]) takeFromOrder(run.state, { type: 'rebuy', orderId: orderId(index) }, run.now);
  run.step();
  expect(run.state.buy?.lines).toEqual([0, 1]);
});

test('a line that stands in two orders is good only when both are', () => {
  const run = new FollowedPurchase({}, 1, 2).preview();
  const half = (id: string) => orderOf(0, { orderId: id, items: [item({ specId: 'spec-0' })] });
  run.create(answered({ orders: [half('1'), half('2')] })).started();
  takeOrderEnd(run.state, '1', endedAs(0, 'completed', { orderId: '1' }), run.now);
  takeOrderEnd(run.state, '2', endedAs(0, 'cancelled', { orderId: '2' }), run.now);
  expect(outcomeOf(run.state)).toBe('none');
});

test('an order that was ended from outside does not keep its purchase open', () => {
  const run = new FollowedPurchase().bought().started();
  takeOrderEnd(run.state, orderId(0), null, run.now);
  expect(run.step()).toEqual({ do: 'end' });
  expect(viewOf(run).orders).toMatchObject([{ stage: 'released', note: 'Its run was ended from outside.' }]);
});

test('the total is what is due of orders that are paid or open', () => {
  const run = new FollowedPurchase({}, 3).bought().started();
  takeOrderEnd(run.state, orderId(0), endedAs(0, 'cancelled'), run.now);
  takeOrderEnd(run.state, orderId(1), endedAs(1, 'refunded'), run.now);
  expect(viewOf(run)).toMatchObject({ totalFen: 2 * PRICE, paidFen: PRICE });
});
