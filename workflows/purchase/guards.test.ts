import { expect, test } from 'vitest';
import { answered, FollowedPurchase, orderOf, PRICE, refusal } from './purchase.fixture.ts';
import { oneRefused } from './stuck.fixture.ts';

/** Budget and approval. */

test('above its budget nothing is created, until a person approves the sum', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2000 }).preview();
  expect(run.parked()).toBe('OVER_BUDGET');
  expect(run.state.parked?.dueFen).toBe(PRICE);
  expect(run.check('approve', { upToFen: 2299 })?.code).toBe('INVALID');
  expect(run.say('approve').step()).toEqual({ do: 'create' });
});

test('one approval answers the budget and the approval that the plan asks for', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2000, approveAboveFen: 0 }).preview();
  expect(run.parked()).toBe('OVER_BUDGET');
  expect(run.say('approve', { upToFen: PRICE }).step()).toEqual({ do: 'create' });
});

test('a later correction voids an approval', () => {
  const run = new FollowedPurchase({ approveAboveFen: 0 }).preview();
  expect(run.parked()).toBe('APPROVAL');
  run.say('approve').say('hold');
  expect(run.parked()).toBe('HELD');
  run.say('retry', { patch: { message: 'x' } }).preview();
  expect(run.parked()).toBe('APPROVAL');
});

test('orders that turn out to cost more than the budget are not paid before a person approves', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2400 }).preview();
  run.create(answered({ orders: [orderOf(0, { dueFen: 2500 })] })).started();
  expect(run.state.orders[0]?.payer).toBe('purchase');
  expect(run.parked()).toBe('OVER_BUDGET');
  run.say('approve').step();
  expect(run.state.orders[0]).toMatchObject({ payer: 'order', ceilingFen: 2500 });
  expect(run.state.outbox).toMatchObject([{ word: { type: 'handover', how: 'order', ceilingFen: 2500 } }]);
});

test('a retry after create reads the unpaid orders again', () => {
  const run = new FollowedPurchase({ maxTotalFen: 2400 }).preview();
  run.create(answered({ orders: [orderOf(0, { dueFen: 2500 })] })).started();
  run.parked();
  expect(run.say('retry').step()).toEqual({ do: 'read-orders' });
});

test('an approval of another sum does not raise the ceilings of orders that are due', () => {
  const run = oneRefused();
  const ceilings = run.state.orders.map(({ ceilingFen }) => ceilingFen);
  const batch = new FollowedPurchase({ payment: 'batch', approveAboveFen: 0 }, 2).preview();
  batch.parked();
  batch.say('approve').create(answered({ orders: [orderOf(1, { dueFen: 9000 })], refused: [refusal(0)] }));
  batch.started().say('retry').preview();
  expect(batch.parked()).toBe('APPROVAL');
  batch.say('approve');
  expect(batch.state.orders[0]?.ceilingFen).toBe(PRICE);
  expect(run.state.orders.map(({ ceilingFen }) => ceilingFen)).toEqual(ceilings);
});
