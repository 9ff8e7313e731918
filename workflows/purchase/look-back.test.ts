import { expect, test } from 'vitest';
import { takeFromOrder } from './from-order.ts';
import { FollowedPurchase, found, orderId, orderOf, SETTLE } from './purchase.fixture.ts';
import { words } from './stuck.fixture.ts';
import { beginLookBack } from './tidy.ts';

/** A run that a person reset looks what its earlier life bought before it ends without an order. */

const cancelledAfterReset = (): FollowedPurchase => {
  const run = new FollowedPurchase();
  run.state.lookBack = true;
  expect(run.say('cancel').step()).toEqual({ do: 'look-back' });
  beginLookBack(run.state);
  expect(run.step()).toEqual({ do: 'find' });
  return run;
};

test('where nothing was bought it ends, after looks over the settle time', () => {
  const run = cancelledAfterReset().find([]).find([]);
  expect(run.step()).toMatchObject({ do: 'wait' });
  run.after(SETTLE).find([]);
  expect(run.step()).toEqual({ do: 'end' });
  expect(run.line(0)?.phase).toBe('dropped');
});

test('an order that was bought is joined, and cancelled as the purchase was', () => {
  const run = cancelledAfterReset().find([found(orderOf(0))]);
  expect(run.step()).toEqual({ do: 'start' });
  for (const order of run.state.orders) order.run = 'joining';
  takeFromOrder(run.state, { type: 'joined', orderId: orderId(0), payer: 'order' }, run.now);
  expect(words(run)).toEqual(['cancel']);
});

test('a run that knows its orders, or was never reset, just ends', () => {
  expect(new FollowedPurchase().say('cancel').step()).toEqual({ do: 'end' });
  const run = new FollowedPurchase().bought().started();
  run.state.lookBack = true;
  for (const order of run.state.orders) order.run = 'ended';
  expect(run.step()).toEqual({ do: 'end' });
});
