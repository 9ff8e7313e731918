import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { boughtBy, orderParkedAgain, parkedOrder, saidTwiceRunsOnce, tagNumbers } from './fixtures/stuck.ts';
import { createWorld, type World } from './world.ts';

/** Orders that the seller or the platform closes, and statuses that nobody knows. */

let world: World;
beforeAll(async () => {
  world = await createWorld({
    address: inject('temporalAddress'),
    // The money of a closed order comes back when the test says so.
    sandbox: { settings: { durations: { refund: 1e6 } } },
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const resultOf = (id: string) => world.orders.purchase(id).result();
const newest = (view: { orders: { orderId: string }[] }, not: string): string =>
  view.orders.find(({ orderId }) => orderId !== not)?.orderId ?? '';

describe.concurrent('ORDER_CLOSED', () => {
  test('of an unpaid order: retry buys its lines again under a new number, once', async () => {
    await world.buy({ id: 'po-u1', policy: { payment: 'manual' } });
    const { orderId } = await parkedOrder(world, 'po-u1', 'PAYMENT');
    world.sandbox.byHand(orderId, 'close');
    const { run, view, stuck } = await parkedOrder(world, 'po-u1', 'ORDER_CLOSED');
    expect(view).toMatchObject({ stage: 'paying', status: 'cancel', paid: false });
    expect(stuck.message).toMatch(/seller.*not paid/is);
    await saidTwiceRunsOnce(run.retry, stuck, 'retry');
    const again = await world.until('po-u1', ({ orders }) => orders.length === 2);
    expect(again.orders[0]).toMatchObject({ orderId, stage: 'cancelled' });
    const second = newest(again, orderId);
    expect(again.lines[0]?.orderId).toBe(second);
    expect(again.totalFen).toBe(2300);
    await world.untilOrder(second, (order) => order.stuck?.reason === 'PAYMENT');
    world.sandbox.byHand(second, 'pay');
    expect(await resultOf('po-u1')).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 2300 });
    expect(tagNumbers(world, 'po-u1')).toEqual(['1', '2']);
    expect(boughtBy(world, 'po-u1')).toEqual({ orders: 2, debits: 1, confirms: 1, cancels: 0 });
  });

  test('of a paid order: retry buys again, and the closed one is watched until its money is back', async () => {
    await world.buy({ id: 'po-u2', merchants: ['-noship'] });
    const { orders } = await world.until('po-u2', (view) => view.orders[0]?.paid === true);
    const first = orders[0]?.orderId ?? '';
    await world.untilOrder(first, ({ stage }) => stage === 'awaiting-shipment');
    world.sandbox.byHand(first, 'close', { by: 'platform' });
    const { run, view, stuck } = await parkedOrder(world, 'po-u2', 'ORDER_CLOSED');
    expect(view).toMatchObject({ stage: 'awaiting-shipment', paid: true });
    expect(stuck.message).toMatch(/platform.*23\.00/is);
    await run.retry({ by: 'li' });
    const again = await world.until(
      'po-u2',
      (seen) => seen.orders.length === 2 && seen.orders.every((o) => o.paid),
    );
    expect(again.orders[0]).toMatchObject({ stuck: null, note: expect.stringContaining('23.00') });
    world.sandbox.byHand(newest(again, first), 'ship');
    world.sandbox.byHand(first, 'refund');
    const closed = await resultOf('po-u2');
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 4600, refundedFen: 2300 });
    expect(closed.orders.map(({ stage }) => stage)).toEqual(['refunded', 'completed']);
    expect(boughtBy(world, 'po-u2')).toEqual({ orders: 2, debits: 2, confirms: 1, cancels: 0 });
  });

  test('is asked of a person even when the money is back before anybody answers', async () => {
    await world.buy({ id: 'po-u3', merchants: ['-close'] });
    const { run, orderId } = await parkedOrder(world, 'po-u3', 'ORDER_CLOSED');
    world.sandbox.byHand(orderId, 'refund');
    const { stuck } = await world.untilOrder(orderId, ({ money }) => money.refundedFen === 2300);
    expect(stuck?.reason).toBe('ORDER_CLOSED');
    await run.skip({ by: 'li', note: 'not needed any more' });
    expect(await resultOf('po-u3')).toMatchObject({
      stage: 'cancelled',
      outcome: 'none',
      paidFen: 2300,
      refundedFen: 2300,
      orders: [{ stage: 'refunded' }],
    });
    expect(boughtBy(world, 'po-u3')).toEqual({ orders: 1, debits: 1, confirms: 0, cancels: 0 });
  });

  test('by skip is not bought again: a paid one is watched, an unpaid one ends', async () => {
    await world.buy({ id: 'po-u4', merchants: ['-close'] });
    const paid = await parkedOrder(world, 'po-u4', 'ORDER_CLOSED');
    await saidTwiceRunsOnce(paid.run.skip, paid.stuck, 'skip');
    const watched = await world.untilOrder(paid.orderId, ({ stuck }) => stuck === null);
    expect(watched).toMatchObject({ stage: 'awaiting-shipment', note: expect.stringContaining('23.00') });
    world.sandbox.byHand(paid.orderId, 'refund');
    expect(await resultOf('po-u4')).toMatchObject({ stage: 'cancelled', refundedFen: 2300 });

    await world.buy({ id: 'po-u5', policy: { payment: 'manual' } });
    const { orderId } = await parkedOrder(world, 'po-u5', 'PAYMENT');
    world.sandbox.byHand(orderId, 'close');
    const unpaid = await parkedOrder(world, 'po-u5', 'ORDER_CLOSED');
    await unpaid.run.skip({ by: 'li' });
    expect(await resultOf('po-u5')).toMatchObject({ stage: 'cancelled', outcome: 'none', totalFen: 0 });
    expect(boughtBy(world, 'po-u5')).toMatchObject({ orders: 1, debits: 0 });
  });

  test('asks nobody when the policy says skip, or when a refund closed it', async () => {
    await world.buy({ id: 'po-u6', merchants: ['-close'], policy: { onClosed: 'skip' } });
    const { orders } = await world.until('po-u6', (view) => view.orders[0]?.status === 'cancel');
    world.sandbox.byHand(orders[0]?.orderId ?? '', 'refund');
    expect(await resultOf('po-u6')).toMatchObject({ stage: 'cancelled', refundedFen: 2300 });

    await world.buy({ id: 'po-u7', merchants: ['-noship'] });
    const paid = await world.until('po-u7', (view) => view.orders[0]?.stage === 'awaiting-shipment');
    world.sandbox.byHand(paid.orders[0]?.orderId ?? '', 'refund');
    const closed = await resultOf('po-u7');
    expect(closed).toMatchObject({ stage: 'cancelled', orders: [{ stage: 'refunded' }] });
    expect(boughtBy(world, 'po-u7').orders).toBe(1);
  });

  test('is left by abort: what is unpaid ends cancelled, what is paid is released', async () => {
    await world.buy({ id: 'po-u8', merchants: ['-close'] });
    const { run } = await parkedOrder(world, 'po-u8', 'ORDER_CLOSED');
    await run.abort({ by: 'li' });
    expect(await resultOf('po-u8')).toMatchObject({ stage: 'cancelled', orders: [{ stage: 'released' }] });
  });
});

describe.concurrent('UNKNOWN_STATUS', () => {
  test('sends nothing; retry reads again, skip treats it as open, and it goes on when the status is known', async () => {
    await world.buy({ id: 'po-o1', merchants: ['-odd'] });
    const wait = await parkedOrder(world, 'po-o1', 'UNKNOWN_STATUS');
    expect(wait.stuck.message).toContain('waitsellerpush');
    await wait.run.retry({ by: 'li' });
    const again = await orderParkedAgain(world, wait);
    await wait.run.skip({ by: 'li', revision: again.stuck?.revision });
    expect(await world.untilOrder(wait.orderId, () => true)).toMatchObject({
      stuck: null,
      status: 'waitsellerpush',
    });
    world.sandbox.byHand(wait.orderId, 'ship');
    expect(await resultOf('po-o1')).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(boughtBy(world, 'po-o1')).toEqual({ orders: 1, debits: 1, confirms: 1, cancels: 0 });
  });

  test('goes away by itself when the platform shows a known word again', async () => {
    await world.buy({ id: 'po-o2', merchants: ['-odd'] });
    const { orderId } = await parkedOrder(world, 'po-o2', 'UNKNOWN_STATUS');
    world.sandbox.byHand(orderId, 'ship');
    expect(await resultOf('po-o2')).toMatchObject({ stage: 'completed' });
  });

  test('of an unpaid order is never paid', async () => {
    await world.buy({ id: 'po-o3', policy: { holdBeforePay: true } });
    const { orderId, run } = await parkedOrder(world, 'po-o3', 'HELD');
    world.sandbox.byHand(orderId, 'status', { status: 'waitbuyerthink' });
    await parkedOrder(world, 'po-o3', 'UNKNOWN_STATUS');
    await run.release({ by: 'li' });
    await run.skip({ by: 'li' });
    expect(await world.untilOrder(orderId, () => true)).toMatchObject({
      stuck: null,
      held: null,
      paid: false,
    });
    world.sandbox.byHand(orderId, 'status', { status: 'waitbuyerpay' });
    expect(await resultOf('po-o3')).toMatchObject({ stage: 'completed', paidFen: 2300 });
    expect(boughtBy(world, 'po-o3')).toEqual({ orders: 1, debits: 1, confirms: 1, cancels: 0 });
  });
});
