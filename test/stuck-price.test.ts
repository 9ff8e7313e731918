import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Policy } from '../contract/index.ts';
import {
  boughtBy,
  buyLines,
  codeOf,
  type LineWanted,
  orderParkedAgain,
  parked,
  parkedAgain,
  parkedOrder,
  saidTwiceRunsOnce,
} from './fixtures/stuck.ts';
import { createWorld, type World } from './world.ts';

/** What may be paid: the limit of a purchase, the ceiling of an order, and a person's yes. */

let world: World;
beforeAll(async () => {
  world = await createWorld({
    address: inject('temporalAddress'),
    sandbox: {
      settings: {
        cancelTooFastSeconds: 0,
        prices: {
          dear: 1900,
          dearer: 1900,
          dearest: 1900,
          limited: 1900,
          drift: 1900,
          'drift-2': 1900,
          constant: 1000,
        },
      },
    },
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const resultOf = (id: string) => world.orders.purchase(id).result();
const boughtOnce = { orders: 1, debits: 1, confirms: 1, cancels: 0 };
const nothing = { orders: 0, debits: 0, confirms: 0, cancels: 0 };

describe.concurrent('OVER_BUDGET before create', () => {
  test('orders nothing; retry asks again, also with other lines that fit', async () => {
    await world.buy({ id: 'po-o1', quantity: 2, policy: { maxTotalFen: 3000 } });
    const wait = await parked(world, 'po-o1', 'OVER_BUDGET');
    expect(wait.view).toMatchObject({ stage: 'awaiting-approval', previewFen: 4200, totalFen: 4200 });
    expect(wait.stuck).toMatchObject({
      step: 'create',
      dueFen: 4200,
      message: expect.stringContaining('42.00'),
    });
    await wait.run.retry({ by: 'li' });
    await parkedAgain(world, 'po-o1', wait);
    expect(boughtBy(world, 'po-o1')).toEqual(nothing);
    await wait.run.retry({ by: 'li', lines: { '0': { quantity: 1 } } });
    expect(await resultOf('po-o1')).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 2300 });
    expect(boughtBy(world, 'po-o1')).toEqual(boughtOnce);
  });

  test('is approved as shown, or up to a limit that is not below it', async () => {
    await world.buy({ id: 'po-o2', policy: { maxTotalFen: 1000 } });
    const shown = await parked(world, 'po-o2', 'OVER_BUDGET');
    await saidTwiceRunsOnce(shown.run.approve, shown.stuck, 'approve');
    expect(await resultOf('po-o2')).toMatchObject({ stage: 'completed', paidFen: 2300 });

    await world.buy({ id: 'po-o3', policy: { maxTotalFen: 1000 } });
    const { run } = await parked(world, 'po-o3', 'OVER_BUDGET');
    expect(await codeOf(run.approve({ upToFen: 2299 }))).toBe('INVALID');
    await run.approve({ by: 'li', upToFen: 2300 });
    expect(await resultOf('po-o3')).toMatchObject({ stage: 'completed', paidFen: 2300 });
    expect(boughtBy(world, 'po-o3')).toEqual(boughtOnce);
  });

  test('is left by abort with nothing ordered', async () => {
    await world.buy({ id: 'po-o4', policy: { maxTotalFen: 1000 } });
    const { run } = await parked(world, 'po-o4', 'OVER_BUDGET');
    await run.abort({ by: 'li' });
    expect(await resultOf('po-o4')).toMatchObject({ stage: 'failed', outcome: 'none' });
    expect(boughtBy(world, 'po-o4')).toEqual(nothing);
  });
});

/** Approved as previewed, and dearer when create answers. */
async function dearerAtCreate(
  id: string,
  specId: string,
  { policy, more = [] }: { policy: Partial<Policy>; more?: LineWanted[] },
): Promise<void> {
  const lines = [{ merchant: `${id}-shop`, specId }, ...more];
  await buyLines(world, { id, policy: { approveAboveFen: 0, ...policy }, lines });
  const { run } = await parked(world, id, 'APPROVAL');
  world.sandbox.settings({ prices: { [specId]: 2900 } });
  await run.approve({ by: 'li' });
}

describe.concurrent('OVER_BUDGET after create', () => {
  test('pays nothing of any merchant; orders send people to the purchase, whose approve lets all be paid', async () => {
    await dearerAtCreate('po-a1', 'dear', {
      policy: { maxTotalFen: 4000 },
      more: [{ merchant: 'a1-second', specId: 'constant' }],
    });
    const wait = await parked(world, 'po-a1', 'OVER_BUDGET');
    expect(wait.view.stage).toBe('fulfilling');
    expect(wait.stuck).toMatchObject({ step: 'pay', dueFen: 4700 });
    for (const { orderId } of wait.view.orders) {
      const order = world.orders.order('1688', orderId);
      expect(await codeOf(order.approve({ by: 'li' }))).toBe('WRONG_STAGE');
      await expect(order.cancel()).rejects.toThrow('po-a1');
    }
    expect(boughtBy(world, 'po-a1')).toMatchObject({ orders: 2, debits: 0 });
    expect(await codeOf(wait.run.retry({ patch: { message: 'x' } }))).toBe('WRONG_STAGE');
    expect(await codeOf(wait.run.approve({ upToFen: 4699 }))).toBe('INVALID');
    await wait.run.retry({ by: 'li' });
    const again = await parkedAgain(world, 'po-a1', wait);
    await wait.run.approve({ by: 'li', revision: again.stuck?.revision });
    expect(await resultOf('po-a1')).toMatchObject({ stage: 'completed', paidFen: 4700 });
    expect(boughtBy(world, 'po-a1')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
  });

  test('comes for a person’s limit too, whatever the tolerance would allow', async () => {
    const policy = { approveAboveFen: 0, priceToleranceBps: 9000 };
    await buyLines(world, { id: 'po-a4', policy, lines: [{ merchant: 'a4-shop', specId: 'limited' }] });
    const { run } = await parked(world, 'po-a4', 'APPROVAL');
    world.sandbox.settings({ prices: { limited: 2900 } });
    await run.approve({ by: 'li', upToFen: 2400 });
    const wait = await parked(world, 'po-a4', 'OVER_BUDGET');
    expect(wait.stuck).toMatchObject({ step: 'pay', dueFen: 3300 });
    expect(boughtBy(world, 'po-a4')).toMatchObject({ orders: 1, debits: 0 });
    await run.approve({ by: 'li', upToFen: 3300 });
    expect(await resultOf('po-a4')).toMatchObject({ stage: 'completed', paidFen: 3300 });
    expect(boughtBy(world, 'po-a4')).toEqual(boughtOnce);
  });

  test('is over once a read shows that the sum fits again', async () => {
    await dearerAtCreate('po-a2', 'dearer', { policy: { maxTotalFen: 2500, payment: 'batch' } });
    const { run, view } = await parked(world, 'po-a2', 'OVER_BUDGET');
    world.sandbox.byHand(view.orders[0]?.orderId ?? '', 'raise', { byFen: -1000 });
    await run.retry({ by: 'li' });
    expect(await resultOf('po-a2')).toMatchObject({ stage: 'completed', paidFen: 2300 });
    expect(boughtBy(world, 'po-a2')).toEqual(boughtOnce);
  });

  test('is left by cancel: every order is cancelled, nothing was paid', async () => {
    await dearerAtCreate('po-a3', 'dearest', { policy: { maxTotalFen: 2500 } });
    const { run } = await parked(world, 'po-a3', 'OVER_BUDGET');
    await run.cancel({ by: 'li' });
    expect(await resultOf('po-a3')).toMatchObject({ stage: 'cancelled', paidFen: 0, totalFen: 0 });
    expect(boughtBy(world, 'po-a3')).toEqual({ orders: 1, debits: 0, confirms: 0, cancels: 1 });
  });
});

describe.concurrent('APPROVAL', () => {
  test('is planned: nothing is sent before a person says yes, and retry only asks the price again', async () => {
    await world.buy({ id: 'po-y1', policy: { approveAboveFen: 2000 } });
    const wait = await parked(world, 'po-y1', 'APPROVAL');
    expect(wait.view.stage).toBe('awaiting-approval');
    expect(wait.stuck).toMatchObject({ dueFen: 2300, step: 'create' });
    await wait.run.retry({ by: 'li' });
    await parkedAgain(world, 'po-y1', wait);
    expect(boughtBy(world, 'po-y1')).toEqual(nothing);
    await wait.run.approve({ by: 'wang' });
    expect(await resultOf('po-y1')).toMatchObject({ stage: 'completed' });
    expect(boughtBy(world, 'po-y1')).toEqual(boughtOnce);
  });

  test('and OVER_BUDGET of the same sum are answered by one approve', async () => {
    await world.buy({ id: 'po-y2', policy: { approveAboveFen: 0, maxTotalFen: 1000 } });
    const { run } = await parked(world, 'po-y2', 'OVER_BUDGET');
    await run.approve({ by: 'li' });
    expect(await resultOf('po-y2')).toMatchObject({ stage: 'completed' });
  });

  test('is asked again when the request changes after the yes', async () => {
    await world.buy({ id: 'po-y3', policy: { approveAboveFen: 0 } });
    const { run } = await parked(world, 'po-y3', 'APPROVAL');
    await run.hold({ by: 'li' });
    await run.approve({ by: 'li' });
    await parked(world, 'po-y3', 'HELD');
    await run.retry({ by: 'li', lines: { '0': { quantity: 2 } } });
    const again = await parked(world, 'po-y3', 'APPROVAL');
    expect(again.stuck.dueFen).toBe(4200);
    await run.release({ by: 'li' });
    await run.approve({ by: 'li' });
    expect(await resultOf('po-y3')).toMatchObject({ stage: 'completed', paidFen: 4200 });
  });
});

describe.concurrent('PRICE_DRIFT', () => {
  test('stops the payment of a raised order; retry reads again, approve pays what is shown', async () => {
    await world.buy({ id: 'po-d1', merchants: ['-raise', 'a'] });
    const wait = await parkedOrder(world, 'po-d1', 'PRICE_DRIFT');
    expect(wait.stuck).toMatchObject({
      step: 'pay',
      dueFen: 2490,
      message: expect.stringContaining('24.90'),
    });
    await world.until('po-d1', ({ orders }) => orders.some(({ stage }) => stage === 'completed'));
    await wait.run.retry({ by: 'li' });
    const again = await orderParkedAgain(world, wait);
    expect(await codeOf(wait.run.approve({ upToFen: 2489 }))).toBe('INVALID');
    await saidTwiceRunsOnce(wait.run.approve, again.stuck ?? wait.stuck, 'approve');
    expect(await resultOf('po-d1')).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 4790 });
    expect(boughtBy(world, 'po-d1')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
  });

  test('is left by skip: the order is cancelled, the rest goes on', async () => {
    await world.buy({ id: 'po-d2', merchants: ['-raise', 'a'] });
    const { run } = await parkedOrder(world, 'po-d2', 'PRICE_DRIFT');
    await run.skip({ by: 'li' });
    expect(await resultOf('po-d2')).toMatchObject({ stage: 'completed', outcome: 'partial', paidFen: 2300 });
    expect(boughtBy(world, 'po-d2')).toEqual({ orders: 2, debits: 1, confirms: 1, cancels: 1 });
  });

  test('does not come within the tolerance', async () => {
    await world.buy({ id: 'po-d3', merchants: ['-raise'], policy: { priceToleranceBps: 1000 } });
    expect(await resultOf('po-d3')).toMatchObject({ stage: 'completed', paidFen: 2490 });
  });

  test('comes while it waits to be paid, goes when the seller takes it back, and nobody paid in between', async () => {
    await world.buy({ id: 'po-d4', policy: { holdBeforePay: true } });
    const { orderId, run } = await parkedOrder(world, 'po-d4', 'HELD');
    world.sandbox.byHand(orderId, 'raise', { byFen: 1 });
    await parkedOrder(world, 'po-d4', 'PRICE_DRIFT');
    await run.release({ by: 'li' });
    expect(await world.untilOrder(orderId, () => true)).toMatchObject({
      stuck: { reason: 'PRICE_DRIFT', dueFen: 2301 },
      paid: false,
    });
    world.sandbox.byHand(orderId, 'raise', { byFen: -1 });
    expect(await resultOf('po-d4')).toMatchObject({ stage: 'completed', paidFen: 2300 });
    expect(boughtBy(world, 'po-d4')).toEqual(boughtOnce);
  });

  test('approved up to a limit has no tolerance on top; approved as shown it has', async () => {
    const policy = { holdBeforePay: true, priceToleranceBps: 500 } as const;
    await world.buy({ id: 'po-d5', merchants: ['', 'a'], policy });
    const { orders } = await world.until(
      'po-d5',
      (view) => view.orders.every(({ stuck }) => stuck !== null) && view.orders.length === 2,
    );
    for (const [index, { orderId }] of orders.entries()) {
      const order = world.orders.order('1688', orderId);
      world.sandbox.byHand(orderId, 'raise', { byFen: 200 });
      await world.untilOrder(orderId, ({ stuck }) => stuck?.reason === 'PRICE_DRIFT');
      await order.approve(index === 0 ? { by: 'li', upToFen: 2500 } : { by: 'li' });
      await world.untilOrder(orderId, ({ stuck }) => stuck?.reason === 'HELD');
      world.sandbox.byHand(orderId, 'raise', { byFen: 100 });
    }
    const [hard = '', soft = ''] = orders.map(({ orderId }) => orderId);
    await world.untilOrder(hard, ({ stuck }) => stuck?.reason === 'PRICE_DRIFT');
    expect(await world.untilOrder(soft, ({ money }) => money.dueFen === 2600)).toMatchObject({
      stuck: { reason: 'HELD' },
    });
    await world.orders.purchase('po-d5').release({ by: 'li' });
    await world.untilOrder(soft, ({ paid }) => paid);
    await world.orders.order('1688', hard).skip({ by: 'li' });
    expect(await resultOf('po-d5')).toMatchObject({ stage: 'completed', outcome: 'partial', paidFen: 2600 });
  });

  test('at create is that of every unpaid order of the merchant, and an approve is for its own order', async () => {
    await buyLines(world, {
      id: 'po-d6',
      policy: { approveAboveFen: 0 },
      lines: [
        { merchant: 'd6-split', specId: 'drift' },
        { merchant: 'd6-split', specId: 'drift-2' },
      ],
    });
    const { run } = await parked(world, 'po-d6', 'APPROVAL');
    world.sandbox.settings({ prices: { drift: 2000 } });
    await run.approve({ by: 'li' });
    const { orders } = await world.until(
      'po-d6',
      (view) => view.orders.length === 2 && view.orders.every(({ stuck }) => stuck?.reason === 'PRICE_DRIFT'),
    );
    const [first, second] = orders;
    await world.orders.order('1688', first?.orderId ?? '').approve({ by: 'li' });
    await world.untilOrder(first?.orderId ?? '', ({ paid }) => paid);
    expect(await world.orders.order('1688', second?.orderId ?? '').view()).toMatchObject({
      stuck: { reason: 'PRICE_DRIFT' },
      paid: false,
    });
    await world.orders.order('1688', second?.orderId ?? '').approve({ by: 'li' });
    expect(await resultOf('po-d6')).toMatchObject({ stage: 'completed', paidFen: 4700 });
    expect(boughtBy(world, 'po-d6')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
  });
});
