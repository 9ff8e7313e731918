import { expect, test } from 'vitest';
import { at, DAY, follow, item, paid, shipped, signed, T0 } from './order.fixture.ts';
import { check, LI, looked, parked, say } from './speak.fixture.ts';
import { takeOrder } from './take-look.ts';

/** Receipts that a person confirms. */

test('a receipt is confirmed by a person only when it is ready', () => {
  const manual = looked(follow({ receipt: 'manual' }, signed()));
  expect(parked(manual)).toBe('RECEIPT');
  expect(say(manual, 'confirm-receipt').step()).toEqual({ do: 'confirm' });
  const held = looked(follow({ receipt: 'manual' }, signed()));
  say(held, 'hold');
  expect(check(held, 'confirm-receipt')?.code).toBe('ON_HOLD');
  const moving = looked(follow({}, shipped()));
  expect(check(moving, 'confirm-receipt')?.code).toBe('WRONG_STAGE');
  expect(check(moving, 'confirm-receipt', { ...LI, lines: [0] })).toBeNull();
  expect(check(moving, 'confirm-receipt', { ...LI, lines: [7] })?.code).toBe('INVALID');
  const open = looked(follow({}, signed({ items: [item({ refundStatus: 'waitselleragree' })] })));
  expect(check(open, 'confirm-receipt')?.code).toBe('REFUND_OPEN');
  expect(check(open, 'confirm-receipt', { ...LI, lines: [0] })?.code).toBe('REFUND_OPEN');
  expect(check(looked(follow({}, paid())), 'confirm-receipt', { ...LI, lines: [0] })?.code).toBe(
    'WRONG_STAGE',
  );
});

test('a line that the order does not hold is named as such, whatever else stands against the receipt', () => {
  const order = looked(follow());
  expect(check(order, 'confirm-receipt', { ...LI, lines: [7] })?.code).toBe('INVALID');
  expect(check(order, 'confirm-receipt', { ...LI, lines: [0] })?.code).toBe('WRONG_STAGE');
});

test('no receipt is taken of an order that is closed, confirmed, or in a status nobody knows', () => {
  for (const status of ['cancel', 'confirm_goods', 'odd']) {
    const order = looked(follow({}, signed()));
    takeOrder(order.state, signed({ status, modifiedAt: at(T0 + 3 * DAY) }), T0 + 3 * DAY, 'poll');
    for (const body of [LI, { ...LI, lines: [0] }])
      expect(check(order, 'confirm-receipt', body)?.code).toBe('WRONG_STAGE');
  }
});

test("a refund that only the order's own word names is open for each of its lines", () => {
  const order = looked(follow({}, signed({ refundStatus: 'waitselleragree' })));
  expect(check(order, 'confirm-receipt', { ...LI, lines: [0] })?.code).toBe('REFUND_OPEN');
});
