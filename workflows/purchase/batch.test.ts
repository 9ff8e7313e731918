import { expect, test } from 'vitest';
import { answered, FollowedPurchase, found, ID, orderId, orderOf, seller } from './purchase.fixture.ts';
import { takeBatch } from './take-batch.ts';

/** Payment of several orders by one submit. */

test('a batch is submitted once all merchants are settled, 30 at a time', () => {
  const run = new FollowedPurchase({ payment: 'batch' }, 2).preview();
  run.create(answered({ orders: [orderOf(0)], missing: [seller(1)] })).started();
  expect(run.step()).toEqual({ do: 'find' });
  run.find([found(orderOf(1), { differs: ['another receiver'] })]);
  expect(run.step()).toEqual({ do: 'submit' });
});

test('each order of a batch is handed over once, with what became of it', () => {
  const run = new FollowedPurchase({ payment: 'batch' }, 4).bought().started();
  const ids = [0, 1, 2, 3].map(orderId);
  const paid = { orderId: orderId(0), result: { kind: 'paid' as const, order: orderOf(0), sent: true } };
  const link = {
    orderId: orderId(1),
    result: { kind: 'link' as const, order: orderOf(1), payUrl: 'https://pay.example/1' },
  };
  const above = { orderId: orderId(2), result: { kind: 'above-ceiling' as const, order: orderOf(2) } };
  takeBatch(
    run.state,
    ids,
    { kind: 'result', value: { kind: 'submitted', orders: [paid, link, above] } },
    run.now,
  );
  expect(run.state.outbox.map(({ word }) => word)).toMatchObject([
    { how: 'paid', sends: 1 },
    { how: 'link', sends: 1, payUrl: 'https://pay.example/1' },
    { how: 'order', sends: 0 },
    { how: 'order', sends: 1 },
  ]);
  expect(run.state.orders.every(({ payer }) => payer === 'order')).toBe(true);
});

test('a submit that is lost with its worker counts as one send of each order', () => {
  const run = new FollowedPurchase({ payment: 'batch' }).bought().started();
  takeBatch(run.state, [orderId(0)], { kind: 'lost', message: 'worker gone' }, run.now);
  expect(run.state.outbox).toMatchObject([{ word: { how: 'order', sends: 1 } }]);
});

test('a submit that keeps being turned away says so once patience is over', () => {
  const run = new FollowedPurchase({ payment: 'batch' }).bought().started();
  const away = { kind: 'not-sent' as const, message: '429', retryAfterSeconds: null, patienceSeconds: 60 };
  takeBatch(run.state, [orderId(0)], { kind: 'result', value: away }, run.now);
  expect(run.parked()).toBeNull();
  takeBatch(run.after(60).state, [orderId(0)], { kind: 'result', value: away }, run.now);
  expect(run.parked()).toBe('PLATFORM_UNAVAILABLE');
});

test('the purchase is shown by its id in what it refuses', () => {
  expect(new FollowedPurchase().check('retry')?.message).toContain(`purchase ${ID}`);
});
