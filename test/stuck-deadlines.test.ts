import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { boughtBy, codeOf, orderParkedAgain, parkedOrder, saidTwiceRunsOnce } from './fixtures/stuck.ts';
import { createWorld, type World } from './world.ts';

/** Deadlines, shortened to a second: they say so after a fresh look, and go on by themselves when the world moves. */

const PAY_TIMEOUT_SECONDS = 16;

let world: World;
beforeAll(async () => {
  world = await createWorld({
    address: inject('temporalAddress'),
    sandbox: {
      settings: {
        cancelTooFastSeconds: 0,
        payTimeoutSeconds: PAY_TIMEOUT_SECONDS,
        durations: { refund: 1e6 },
      },
    },
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const resultOf = (id: string) => world.orders.purchase(id).result();
const boughtOnce = { orders: 1, debits: 1, confirms: 1, cancels: 0 };
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

const TRACKED = [
  { reason: 'SHIP_OVERDUE', ending: '-noship', policy: { shipWithinSeconds: 1 }, move: 'ship' },
  { reason: 'LOGISTICS_STALLED', ending: '-stall', policy: { stalledAfterSeconds: 1 }, move: 'sign' },
  { reason: 'RECEIVE_OVERDUE', ending: '-nosign', policy: { receiveWithinSeconds: 1 }, move: 'sign' },
] as const;

describe.concurrent.each(TRACKED)('$reason', ({ reason, ending, policy, move }) => {
  test('comes again after retry, stands where a person put it, and heals when the world moves', async () => {
    const id = `po-${reason}-1`;
    await world.buy({ id, merchants: [ending], policy });
    const wait = await parkedOrder(world, id, reason);
    expect(wait.stuck.step).toBe('track');
    await wait.run.retry({ by: 'li' });
    const again = await orderParkedAgain(world, wait);
    expect(Date.parse(again.stuck?.since ?? '') - Date.parse(wait.stuck.since)).toBeGreaterThan(900);
    expect(await codeOf(wait.run.retry({ until: inSeconds(-5) }))).toBe('INVALID');
    const until = inSeconds(3600);
    await wait.run.retry({ by: 'li', until });
    const quiet = await world.untilOrder(wait.orderId, ({ stuck }) => stuck === null);
    expect(quiet.dueAt).toBe(until);
    world.sandbox.byHand(wait.orderId, move);
    expect(await resultOf(id)).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(boughtBy(world, id)).toEqual(boughtOnce);
  });

  test('is switched off by skip, and heals alone while it waits', async () => {
    const off = `po-${reason}-2`;
    const alone = `po-${reason}-3`;
    await world.buy({ id: off, merchants: [ending], policy });
    await world.buy({ id: alone, merchants: [ending], policy });
    const wait = await parkedOrder(world, off, reason);
    await saidTwiceRunsOnce(wait.run.skip, wait.stuck, 'skip');
    expect((await world.untilOrder(wait.orderId, () => true)).stuck).toBeNull();
    const other = await parkedOrder(world, alone, reason);
    world.sandbox.byHand(other.orderId, move);
    expect(await resultOf(alone)).toMatchObject({ stage: 'completed' });
    expect((await world.untilOrder(wait.orderId, () => true)).stuck).toBeNull();
    world.sandbox.byHand(wait.orderId, move);
    expect(await resultOf(off)).toMatchObject({ stage: 'completed' });
  });
});

describe.concurrent('RECEIVE_OVERDUE of a closed order', () => {
  test('whose money is not back: retry waits again, abort leaves it, the money ends it', async () => {
    const policy = { receiveWithinSeconds: 1, onClosed: 'skip' } as const;
    await world.buy({ id: 'po-due', merchants: ['-close'], policy });
    await world.buy({ id: 'po-due-2', merchants: ['-close'], policy });
    const wait = await parkedOrder(world, 'po-due', 'RECEIVE_OVERDUE');
    expect(wait.stuck.message).toMatch(/closed.*money/i);
    await wait.run.retry({ by: 'li' });
    await orderParkedAgain(world, wait);
    await wait.run.abort({ by: 'li' });
    expect(await resultOf('po-due')).toMatchObject({ stage: 'cancelled', orders: [{ stage: 'released' }] });
    const other = await parkedOrder(world, 'po-due-2', 'RECEIVE_OVERDUE');
    world.sandbox.byHand(other.orderId, 'refund');
    expect(await resultOf('po-due-2')).toMatchObject({ orders: [{ stage: 'refunded' }], refundedFen: 2300 });
  });
});

describe.concurrent('PAY_OVERDUE', () => {
  test('replaces PAYMENT: retry only reads, a payment by hand heals it', async () => {
    await world.buy({ id: 'po-p1', policy: { payment: 'manual' } });
    await parkedOrder(world, 'po-p1', 'PAYMENT');
    const wait = await parkedOrder(world, 'po-p1', 'PAY_OVERDUE');
    expect(wait.stuck).toMatchObject({ dueFen: 2300, step: 'pay' });
    await wait.run.retry({ by: 'li', revision: wait.stuck.revision });
    await parkedOrder(world, 'po-p1', 'PAYMENT');
    world.sandbox.byHand(wait.orderId, 'pay');
    expect(await resultOf('po-p1')).toMatchObject({ stage: 'completed' });
    expect(boughtBy(world, 'po-p1')).toEqual(boughtOnce);
    expect(world.sandbox.ledger().debits.find(({ orderId }) => orderId === wait.orderId)?.by).toBe('hand');
  });

  test('replaces PAY_LINK and keeps the link; retry sends once more', async () => {
    await world.buy({ id: 'po-p2', merchants: ['-link'] });
    const link = await parkedOrder(world, 'po-p2', 'PAY_LINK');
    const wait = await parkedOrder(world, 'po-p2', 'PAY_OVERDUE');
    expect(wait.stuck.payUrl).toBe(link.stuck.payUrl);
    await saidTwiceRunsOnce(wait.run.retry, wait.stuck, 'retry');
    await parkedOrder(world, 'po-p2', 'PAY_LINK');
    const sends = world.sandbox
      .calls(5000)
      .filter(({ operation, orderIds }) => operation.endsWith('payUrl') && orderIds.includes(wait.orderId));
    expect(sends).toHaveLength(2);
    await wait.run.cancel({ by: 'li' });
    expect(await resultOf('po-p2')).toMatchObject({ stage: 'cancelled' });
  });

  test('is left by skip; one that nobody answers is closed by the platform and says ORDER_CLOSED', async () => {
    await world.buy({ id: 'po-p3', policy: { payment: 'manual' } });
    await world.buy({ id: 'po-p4', policy: { payment: 'manual' } });
    const { run } = await parkedOrder(world, 'po-p3', 'PAY_OVERDUE');
    await run.skip({ by: 'li' });
    expect(await resultOf('po-p3')).toMatchObject({ stage: 'cancelled', outcome: 'none' });
    expect(boughtBy(world, 'po-p3')).toEqual({ orders: 1, debits: 0, confirms: 0, cancels: 1 });
    const closed = await parkedOrder(world, 'po-p4', 'ORDER_CLOSED');
    expect(closed.stuck.message).toMatch(/platform/i);
    await closed.run.skip({ by: 'li' });
    expect(await resultOf('po-p4')).toMatchObject({ stage: 'cancelled' });
  });
});
