import { expect, test } from 'vitest';
import { takeFromPurchase } from './from-purchase.ts';
import { DAY, follow, reading, T0 } from './order.fixture.ts';
import { check, looked, parked } from './speak.fixture.ts';
import { takeLook, takeOrder } from './take-look.ts';

/** Orders that their purchase pays, until it hands them over. */

test('an order that its purchase still pays takes no command, and says which purchase does', () => {
  const order = follow({}, reading(), { payer: 'purchase' });
  for (const command of ['cancel', 'abort', 'hold'] as const) {
    expect(check(order, command)).toMatchObject({ code: 'WRONG_STAGE' });
    expect(check(order, command)?.message).toContain('purchase po-1');
  }
});

test('a batch payment that nobody knows the end of is read, and gets its time to show', () => {
  const order = follow({ payment: 'batch' }, reading(), { payer: 'purchase' });
  expect(order.step()).toMatchObject({ do: 'wait', park: null });
  takeFromPurchase(order.state, { type: 'handover', how: 'order', ceilingFen: 2300, sends: 1 }, T0);
  expect(order.step()).toEqual({ do: 'look' });
  expect(looked(order).step()).toMatchObject({ do: 'wait', until: T0 + 5_000, park: null });
  expect(order.step(T0 + 5_000)).toEqual({ do: 'pay' });
  expect(order.state.pay.sent).toBe(1);
});

test.each([
  [{ how: 'link', payUrl: 'https://pay.example/1' }, 'PAY_LINK'],
  [{ how: 'refused', message: '4003 NO' }, 'PAY_REFUSED'],
] as const)('handed over as %o the order waits for a person', (how, reason) => {
  const order = follow({ payment: 'batch' }, reading(), { payer: 'purchase' });
  takeFromPurchase(order.state, { type: 'handover', ceilingFen: 2300, sends: 1, ...how }, T0);
  expect(parked(looked(order))).toBe(reason);
});

test('an order that its purchase pays is not parked for what nobody could answer', () => {
  const timed = reading({ payTimeoutSeconds: 86_400 });
  const order = looked(follow({}, timed, { payer: 'purchase' }));
  takeOrder(order.state, timed, T0 + DAY, 'poll');
  expect(parked(order, T0 + DAY)).toBeNull();
});

test('a handover has an order tried again whose credentials were refused meanwhile', () => {
  const order = looked(follow({ payment: 'batch' }, reading(), { payer: 'purchase' }));
  takeLook(order.state, { kind: 'result', value: { kind: 'credentials', message: '401' } }, T0);
  takeFromPurchase(order.state, { type: 'handover', how: 'order', ceilingFen: 2300, sends: 0 }, T0);
  expect(order.step()).toEqual({ do: 'pay' });
});
