import { expect, test } from 'vitest';
import type { StuckReason } from '../../contract/index.ts';
import { at, DAY, follow, paid, parcel, reading, SECOND, shipped, T0 } from './order.fixture.ts';
import { check, LI, looked, parked, say } from './speak.fixture.ts';
import { takePay } from './take-effects.ts';
import { takeLook, takeOrder } from './take-look.ts';

/** Deadlines, and what an order does in a status that nobody knows. */

test('an unknown status sends nothing; skip treats it as still open, and its deadlines run', () => {
  const order = looked(follow());
  takeOrder(order.state, paid({ status: 'wait_for_the_moon' }), T0 + SECOND, 'poll');
  expect(parked(order, T0 + SECOND)).toBe('UNKNOWN_STATUS');
  say(order, 'skip', {}, T0 + SECOND);
  expect(parked(order, T0 + SECOND)).toBeNull();
  const late = T0 + 6 * DAY;
  takeOrder(order.state, paid({ status: 'wait_for_the_moon' }), late, 'poll');
  expect(parked(order, late)).toBe('SHIP_OVERDUE');
});

test('an order that the platform does not show can be watched quietly too', () => {
  const order = looked(follow());
  const gone = { kind: 'result' as const, value: { kind: 'missing' as const, message: '404' } };
  takeLook(order.state, gone, T0);
  expect(parked(order)).toBe('UNKNOWN_STATUS');
  expect(parked(say(order, 'skip'))).toBeNull();
});

test('a stage stays while nobody knows the status', () => {
  const order = looked(follow({}, shipped()));
  expect(order.state.stage).toBe('in-transit');
  takeOrder(order.state, shipped({ status: 'odd', allShippedAt: null }), T0 + 2 * DAY, 'poll');
  expect(order.state.stage).toBe('in-transit');
});

test('a deadline that is put off stands at the instant given, or begins again, or is off', () => {
  const order = looked(follow({}, paid()));
  const late = T0 + 6 * DAY;
  const overdue = (now: number): StuckReason | null => {
    takeOrder(order.state, paid(), now, 'poll');
    return parked(looked(order), now);
  };
  expect(overdue(late)).toBe('SHIP_OVERDUE');
  expect(check(order, 'retry', { ...LI, until: at(late - 1) }, late)?.code).toBe('INVALID');
  say(order, 'retry', { until: at(late + DAY) }, late);
  expect(overdue(late + DAY - 1)).toBeNull();
  expect(overdue(late + DAY)).toBe('SHIP_OVERDUE');
  say(order, 'retry', {}, late + DAY);
  expect(overdue(late + 6 * DAY - 1)).toBeNull();
  expect(overdue(late + 6 * DAY)).toBe('SHIP_OVERDUE');
  say(order, 'skip', {}, late + 6 * DAY);
  expect(overdue(late + 60 * DAY)).toBeNull();
});

test('a deadline parks only after a look that was made once it had passed', () => {
  const order = looked(follow({ pollSeconds: 8_640_000 }, paid()));
  expect(order.step(T0 + 5 * DAY - 1)).toMatchObject({ do: 'wait', until: T0 + 5 * DAY });
  expect(order.step(T0 + 5 * DAY)).toEqual({ do: 'look' });
});

test('an overdue payment takes the place of PAYMENT and PAY_LINK', () => {
  const timed = reading({ payTimeoutSeconds: 3 * 86_400 });
  const manual = looked(follow({ payment: 'manual' }, timed));
  expect(parked(manual)).toBe('PAYMENT');
  const late = T0 + 2 * DAY;
  takeOrder(manual.state, timed, late, 'poll');
  expect(parked(manual, late)).toBe('PAY_OVERDUE');
  say(manual, 'retry', {}, late);
  expect(parked(looked(manual), late)).toBe('PAYMENT');
  const link = looked(follow({}, timed));
  const asked = { kind: 'link' as const, order: timed, payUrl: 'https://pay.example/1' };
  takePay(link.state, { kind: 'result', value: asked }, T0);
  expect(parked(link)).toBe('PAY_LINK');
  takeOrder(link.state, timed, late, 'poll');
  expect(parked(link, late)).toBe('PAY_OVERDUE');
  expect(looked(say(link, 'retry', {}, late)).step(late)).toEqual({ do: 'pay' });
});

test('a parcel that does not move is noticed also while another is not shipped yet', () => {
  const part = paid({ parcels: [parcel()] });
  const order = looked(follow({}, part));
  const late = T0 + 4 * DAY;
  takeOrder(order.state, part, late, 'poll');
  expect(parked(order, late)).toBe('LOGISTICS_STALLED');
});

test('what is never signed for is overdue, also where the platform does not say when it was shipped', () => {
  const quiet = shipped({ allShippedAt: null, parcels: null, modifiedAt: at(T0 + DAY) });
  const order = looked(follow({}, quiet));
  takeOrder(order.state, quiet, T0 + 31 * DAY, 'poll');
  expect(parked(order, T0 + 31 * DAY)).toBe('RECEIVE_OVERDUE');
});
