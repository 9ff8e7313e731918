import { expect, test } from 'vitest';
import { at, closed, DAY, follow, paid, reading, SECOND, shipped, T0 } from './order.fixture.ts';
import { check, looked, parked, say } from './speak.fixture.ts';
import { takeLook, takeOrder } from './take-look.ts';
import { orderView } from './view.ts';

/** Orders that the seller or the platform closed. */

test('an order that its seller closed asks: retry has its purchase buy the lines again, once', () => {
  const order = looked(follow());
  takeOrder(order.state, closed(), T0 + SECOND, 'callback');
  expect(parked(order, T0 + SECOND)).toBe('ORDER_CLOSED');
  say(order, 'retry', {}, T0 + SECOND);
  takeLook(looked(order).state, { kind: 'result', value: { kind: 'seen', order: closed() } }, T0 + SECOND);
  expect(order.step(T0 + SECOND)).toEqual({ do: 'rebuy' });
  if (order.state.closed !== null) order.state.closed.told = true;
  expect(order.step(T0 + SECOND)).toMatchObject({ do: 'end', stage: 'cancelled' });
});

test('an order that was found closed already is asked for and bought again like any other', () => {
  const order = follow({}, closed());
  takeLook(looked(order).state, { kind: 'result', value: { kind: 'seen', order: closed() } }, T0);
  expect(parked(order)).toBe('ORDER_CLOSED');
  say(order, 'retry');
  expect(looked(order).step()).toEqual({ do: 'rebuy' });
});

test('with onClosed skip nobody is asked', () => {
  const order = looked(follow({ onClosed: 'skip' }));
  takeOrder(order.state, closed(), T0 + SECOND, 'callback');
  expect(order.step(T0 + SECOND)).toMatchObject({ do: 'end', stage: 'cancelled' });
});

test('a paid order that was closed keeps its stage, says that money is due, and ends refunded', () => {
  const order = looked(follow({}, shipped()));
  const gone = shipped({ status: 'cancel', closedBy: 'seller', modifiedAt: at(T0 + 3 * DAY) });
  takeOrder(order.state, gone, T0 + 3 * DAY, 'callback');
  expect(parked(order, T0 + 3 * DAY)).toBe('ORDER_CLOSED');
  say(order, 'skip', {}, T0 + 3 * DAY);
  expect(parked(looked(order), T0 + 3 * DAY)).toBeNull();
  const view = orderView(order.state, order.input, 'run');
  expect(view).toMatchObject({ stage: 'in-transit', note: 'Closed though paid: CNY 23.00 are due back.' });
  const back = { ...gone, refundedFen: 2300, modifiedAt: at(T0 + 4 * DAY) };
  takeOrder(order.state, back, T0 + 4 * DAY, 'poll');
  expect(order.step(T0 + 4 * DAY)).toMatchObject({ do: 'end', stage: 'refunded' });
});

test('money of a closed order that does not come back in time is overdue, until a person leaves it', () => {
  const order = looked(follow({ onClosed: 'skip' }, paid()));
  const gone = paid({ status: 'cancel', closedBy: 'seller', modifiedAt: at(T0 + DAY) });
  takeOrder(order.state, gone, T0 + DAY, 'callback');
  const late = T0 + 32 * DAY;
  takeOrder(order.state, gone, late, 'poll');
  expect(parked(order, late)).toBe('RECEIVE_OVERDUE');
  expect(looked(say(order, 'abort', {}, late)).step(late)).toMatchObject({ do: 'end', stage: 'released' });
});

test('a close that a refund brought asks nobody', () => {
  const order = looked(follow({}, paid()));
  const gone = paid({
    status: 'cancel',
    closedBy: 'seller',
    refundStatus: 'refundsuccess',
    refundedFen: 100,
  });
  takeOrder(order.state, gone, T0 + DAY, 'callback');
  expect(parked(order, T0 + DAY)).toBeNull();
});

test('a cancel of a closed, paid order leaves it unbought and is settled', () => {
  const order = looked(follow({}, paid()));
  takeOrder(order.state, paid({ status: 'cancel', closedBy: 'seller' }), T0 + DAY, 'callback');
  parked(order, T0 + DAY);
  say(order, 'cancel', {}, T0 + DAY);
  expect(parked(order, T0 + DAY)).toBeNull();
  expect(orderView(order.state, order.input, 'run').cancelling).toBe(false);
});

test('an order that was closed before its purchase paid it asks its own questions', () => {
  const order = looked(follow({}, reading(), { payer: 'purchase' }));
  takeOrder(order.state, closed(), T0 + SECOND, 'callback');
  expect(parked(order, T0 + SECOND)).toBe('ORDER_CLOSED');
  expect(check(order, 'skip')).toBeNull();
});
