import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  boughtBy,
  codeOf,
  orderParkedAgain,
  parked,
  parkedAgain,
  parkedOrder,
  saidTwiceRunsOnce,
} from './fixtures/stuck.ts';
import { createWorld, type World } from './world.ts';

/** Holds: nothing that costs money leaves, everything else goes on. */

let world: World;
beforeAll(async () => {
  world = await createWorld({
    address: inject('temporalAddress'),
    sandbox: { settings: { cancelTooFastSeconds: 0 } },
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const resultOf = (id: string) => world.orders.purchase(id).result();
const boughtOnce = { orders: 1, debits: 1, confirms: 1, cancels: 0 };
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

/** A purchase that was held before it could order anything. */
async function heldBeforeCreate(id: string, merchants = ['']): Promise<void> {
  await world.buy({ id, merchants, policy: { approveAboveFen: 0 } });
  const { run } = await parked(world, id, 'APPROVAL');
  await run.hold({ by: 'li', note: 'wait for the customer' });
  await run.approve({ by: 'li' });
}

describe.concurrent('HELD', () => {
  test('orders nothing until a release, which runs once though two say so at once', async () => {
    await heldBeforeCreate('po-h1');
    const wait = await parked(world, 'po-h1', 'HELD');
    expect(wait.view.held).toMatchObject({ by: 'library:li', note: 'wait for the customer', until: null });
    expect(wait.stuck.step).toBe('create');
    await wait.run.retry({ by: 'li' });
    const again = await parkedAgain(world, 'po-h1', wait);
    expect(boughtBy(world, 'po-h1').orders).toBe(0);
    await saidTwiceRunsOnce(wait.run.release, again.stuck ?? wait.stuck, 'release');
    expect(await resultOf('po-h1')).toMatchObject({ stage: 'completed', held: null });
    expect(boughtBy(world, 'po-h1')).toEqual(boughtOnce);
  });

  test('ends by itself at the instant it was given, which must lie ahead', async () => {
    await heldBeforeCreate('po-h2');
    const { run } = await parked(world, 'po-h2', 'HELD');
    expect(await codeOf(run.hold({ until: inSeconds(-1) }))).toBe('INVALID');
    const until = inSeconds(2);
    expect((await run.hold({ by: 'li', until })).held?.until).toBe(until);
    const closed = await run.result();
    expect(closed.stage).toBe('completed');
    const released = closed.timeline.find(({ what }) => what === 'release');
    expect(released?.by).toBe('system');
    expect(Date.parse(released?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(until) - 1);
    expect(await codeOf(run.release())).toBe('ALREADY_CLOSED');
  });

  test('of a purchase is of its orders too; an order released alone is paid alone', async () => {
    await world.buy({ id: 'po-h3', merchants: ['', 'a'], policy: { holdBeforePay: true } });
    const first = await parkedOrder(world, 'po-h3', 'HELD');
    expect(first.stuck).toMatchObject({ step: 'pay', dueFen: 2300 });
    const run = world.orders.purchase('po-h3');
    await run.hold({ by: 'li' });
    // The purchase answers before its orders have got the hold; a release that overtook it would be held again.
    await world.untilOrder(first.orderId, ({ held }) => held?.by === 'library:li');
    await first.run.release({ by: 'wang' });
    await world.untilOrder(first.orderId, ({ paid }) => paid);
    const view = await world.until('po-h3', () => true);
    expect(view.held).not.toBeNull();
    expect(view.orders.map(({ paid }) => paid).sort()).toEqual([false, true]);
    await run.release({ by: 'li' });
    expect(await run.result()).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 4600 });
    expect(boughtBy(world, 'po-h3')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
    expect(await codeOf(first.run.release())).toBe('ALREADY_CLOSED');
  });

  test('by the plan holds a batch as well: nothing is submitted before a release', async () => {
    await world.buy({
      id: 'po-h4',
      merchants: ['', 'a'],
      policy: { holdBeforePay: true, payment: 'batch' },
    });
    const { run, stuck, view } = await parked(world, 'po-h4', 'HELD');
    expect(stuck.step).toBe('pay');
    expect(view.orders.every(({ held }) => held !== null)).toBe(true);
    for (const { orderId } of view.orders)
      expect(await codeOf(world.orders.order('1688', orderId).release())).toBe('WRONG_STAGE');
    expect(boughtBy(world, 'po-h4')).toMatchObject({ orders: 2, debits: 0 });
    await run.release({ by: 'li' });
    expect(await resultOf('po-h4')).toMatchObject({ stage: 'completed', paidFen: 4600 });
    expect(boughtBy(world, 'po-h4')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
  });

  test('before the receipt: it is tracked on, not confirmed, and confirm-receipt is refused', async () => {
    await world.buy({ id: 'po-h5', merchants: ['-noship'] });
    const { orders } = await world.until('po-h5', (view) => view.orders[0]?.stage === 'awaiting-shipment');
    const orderId = orders[0]?.orderId ?? '';
    const run = world.orders.order('1688', orderId);
    await run.hold({ by: 'li' });
    world.sandbox.byHand(orderId, 'ship');
    const wait = await parkedOrder(world, 'po-h5', 'HELD');
    expect(wait).toMatchObject({ stuck: { step: 'confirm' }, view: { stage: 'awaiting-receipt' } });
    expect(await codeOf(run.confirmReceipt({ by: 'li' }))).toBe('ON_HOLD');
    await run.retry({ by: 'li' });
    await orderParkedAgain(world, wait);
    expect(boughtBy(world, 'po-h5').confirms).toBe(0);
    await run.release({ by: 'li' });
    expect(await resultOf('po-h5')).toMatchObject({ stage: 'completed' });
    expect(boughtBy(world, 'po-h5')).toEqual(boughtOnce);
  });

  test('takes a retry of what was refused, and sends it only once it is released', async () => {
    await world.buy({ id: 'po-h6', merchants: ['-outofstock', 'a'] });
    const { run } = await parked(world, 'po-h6', 'CREATE_REFUSED');
    await world.until('po-h6', ({ orders }) => orders[0]?.stage === 'completed');
    await run.hold({ by: 'li' });
    await run.retry({ by: 'li', lines: { '0': { sellerOpenId: 'h6-shop' } } });
    await parked(world, 'po-h6', 'HELD');
    expect(boughtBy(world, 'po-h6').orders).toBe(1);
    await run.release({ by: 'li' });
    expect(await run.result()).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(boughtBy(world, 'po-h6')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });

    await world.buy({ id: 'po-h7', merchants: ['-payrefuse'] });
    const refused = await parkedOrder(world, 'po-h7', 'PAY_REFUSED');
    await refused.run.hold({ by: 'li' });
    await refused.run.retry({ by: 'li' });
    await parkedOrder(world, 'po-h7', 'HELD');
    expect(boughtBy(world, 'po-h7').debits).toBe(0);
    await refused.run.release({ by: 'li' });
    expect(await resultOf('po-h7')).toMatchObject({ stage: 'completed' });
    expect(boughtBy(world, 'po-h7')).toEqual(boughtOnce);
  });

  test('lets cancel and abort through', async () => {
    await heldBeforeCreate('po-h8');
    await parked(world, 'po-h8', 'HELD');
    await world.orders.purchase('po-h8').cancel({ by: 'li' });
    expect(await resultOf('po-h8')).toMatchObject({ stage: 'failed', outcome: 'none' });
    await world.buy({ id: 'po-h9', policy: { holdBeforePay: true } });
    const { run } = await parkedOrder(world, 'po-h9', 'HELD');
    await run.abort({ by: 'li' });
    expect(await resultOf('po-h9')).toMatchObject({ stage: 'cancelled', orders: [{ stage: 'cancelled' }] });
    expect(boughtBy(world, 'po-h9')).toEqual({ orders: 1, debits: 0, confirms: 0, cancels: 1 });
  });
});

describe.concurrent('a signal from the Temporal UI that is no word of ours', () => {
  test('stops neither a purchase nor an order', async () => {
    await world.buy({ id: 'po-s1', policy: { payment: 'manual' } });
    const { orderId } = await parkedOrder(world, 'po-s1', 'PAYMENT');
    const purchase = world.temporal.workflow.getHandle('purchase:po-s1');
    const order = world.temporal.workflow.getHandle(`order:1688:${orderId}`);
    for (const body of [undefined, null, 'ORDER_STATUS_MODIFY', {}, { type: 'hold' }, { type: 7 }]) {
      for (const signal of ['event', 'from-purchase']) await order.signal(signal, body);
      await purchase.signal('from-order', body);
    }
    world.sandbox.byHand(orderId, 'pay');
    expect(await resultOf('po-s1')).toMatchObject({ stage: 'completed' });
    expect(boughtBy(world, 'po-s1')).toEqual(boughtOnce);
  });
});

describe.concurrent('what nothing waits for', () => {
  test('is NOT_STUCK, or WRONG_STAGE where it could never fit', async () => {
    await world.buy({ id: 'po-n1', merchants: ['-noship'] });
    const { orders } = await world.until('po-n1', (view) => view.orders[0]?.stage === 'awaiting-shipment');
    const purchase = world.orders.purchase('po-n1');
    const order = world.orders.order('1688', orders[0]?.orderId ?? '');
    expect(await codeOf(purchase.retry())).toBe('NOT_STUCK');
    expect(await codeOf(purchase.skip())).toBe('NOT_STUCK');
    expect(await codeOf(purchase.approve())).toBe('NOT_STUCK');
    expect(await codeOf(purchase.adopt({ orders: ['1'] }))).toBe('NOT_STUCK');
    expect(await codeOf(purchase.release())).toBe('WRONG_STAGE');
    expect(await codeOf(order.retry())).toBe('NOT_STUCK');
    expect(await codeOf(order.skip())).toBe('NOT_STUCK');
    expect(await codeOf(order.approve())).toBe('NOT_STUCK');
    expect(await codeOf(order.release())).toBe('WRONG_STAGE');
    expect(await codeOf(order.confirmReceipt())).toBe('WRONG_STAGE');
    expect(await codeOf(order.skip({ revision: 1 }))).toBe('STALE_REVISION');
    expect(await codeOf(world.orders.purchase('po-never').skip())).toBe('NOT_FOUND');
    await purchase.abort({ by: 'li' });
    await purchase.result();
  });
});
