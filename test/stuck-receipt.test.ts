import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  boughtBy,
  buyLines,
  codeOf,
  orderParkedAgain,
  parkedOrder,
  saidTwiceRunsOnce,
} from './fixtures/stuck.ts';
import { createWorld, type World } from './world.ts';

/** Receipts: confirming pays the seller, so it is done once, and only for what is there. */

let world: World;
beforeAll(async () => {
  world = await createWorld({ address: inject('temporalAddress') });
});
afterAll(() => world[Symbol.asyncDispose]());

const resultOf = (id: string) => world.orders.purchase(id).result();
const boughtOnce = { orders: 1, debits: 1, confirms: 1, cancels: 0 };

describe.concurrent('RECEIPT_REFUSED', () => {
  test('names the code and text; one retry confirms, though two say so at once', async () => {
    await world.buy({ id: 'po-r1', merchants: ['-receiptrefuse'] });
    const { run, view, stuck } = await parkedOrder(world, 'po-r1', 'RECEIPT_REFUSED');
    expect(view.stage).toBe('awaiting-receipt');
    expect(stuck).toMatchObject({ step: 'confirm', attempts: 1, message: expect.stringMatching(/4007/) });
    await saidTwiceRunsOnce(run.retry, stuck, 'retry');
    expect(await resultOf('po-r1')).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(boughtBy(world, 'po-r1')).toEqual(boughtOnce);
  });

  test('after skip ends when the platform confirms by itself', async () => {
    await world.buy({ id: 'po-r2', merchants: ['-receiptrefuse'] });
    const { run, orderId, stuck } = await parkedOrder(world, 'po-r2', 'RECEIPT_REFUSED');
    await run.skip({ by: 'li', revision: stuck.revision });
    expect(await world.untilOrder(orderId, () => true)).toMatchObject({
      stuck: null,
      stage: 'awaiting-receipt',
    });
    world.sandbox.byHand(orderId, 'confirm');
    expect(await resultOf('po-r2')).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(boughtBy(world, 'po-r2')).toEqual({ orders: 1, debits: 1, confirms: 0, cancels: 0 });
  });
});

describe.concurrent('RECEIPT', () => {
  test('is planned: retry only looks, a person confirms once', async () => {
    await world.buy({ id: 'po-m1', policy: { receipt: 'manual' } });
    const wait = await parkedOrder(world, 'po-m1', 'RECEIPT');
    await wait.run.retry({ by: 'li' });
    const again = await orderParkedAgain(world, wait);
    expect(boughtBy(world, 'po-m1').confirms).toBe(0);
    await saidTwiceRunsOnce(wait.run.confirmReceipt, again.stuck ?? wait.stuck, 'confirm-receipt');
    expect(await resultOf('po-m1')).toMatchObject({ stage: 'completed' });
    expect(boughtBy(world, 'po-m1')).toEqual(boughtOnce);
  });

  test('goes away when the platform confirms', async () => {
    await world.buy({ id: 'po-m2', policy: { receipt: 'manual' } });
    const { orderId } = await parkedOrder(world, 'po-m2', 'RECEIPT');
    world.sandbox.byHand(orderId, 'confirm');
    expect(await resultOf('po-m2')).toMatchObject({ stage: 'completed', outcome: 'full' });
  });
});

describe.concurrent('confirm-receipt', () => {
  test('is refused before all is signed for, with an open refund, while held, and for lines that are not there', async () => {
    await world.buy({ id: 'po-c1', policy: { receipt: 'manual', payment: 'manual' } });
    const { run, orderId } = await parkedOrder(world, 'po-c1', 'PAYMENT');
    expect(await codeOf(run.confirmReceipt())).toBe('WRONG_STAGE');
    expect(await codeOf(run.confirmReceipt({ lines: [0] }))).toBe('WRONG_STAGE');
    expect(await codeOf(run.confirmReceipt({ lines: [7] }))).toBe('INVALID');
    world.sandbox.byHand(orderId, 'pay');
    await parkedOrder(world, 'po-c1', 'RECEIPT');
    await run.hold({ by: 'li' });
    expect(await codeOf(run.confirmReceipt())).toBe('ON_HOLD');
    expect(await codeOf(run.confirmReceipt({ lines: [0] }))).toBe('ON_HOLD');
    await run.release({ by: 'li' });
    world.sandbox.byHand(orderId, 'open-refund');
    await world.untilOrder(orderId, ({ stuck }) => stuck === null);
    expect(await codeOf(run.confirmReceipt())).toBe('REFUND_OPEN');
    expect(await codeOf(run.confirmReceipt({ lines: [0] }))).toBe('REFUND_OPEN');
    expect(boughtBy(world, 'po-c1').confirms).toBe(0);
    world.sandbox.byHand(orderId, 'refund');
    expect(await resultOf('po-c1')).toMatchObject({ stage: 'cancelled', orders: [{ stage: 'refunded' }] });
    expect(await codeOf(run.confirmReceipt())).toBe('ALREADY_CLOSED');
  });

  test('of some lines is taken from the first parcel on; the stage stays until the rest is confirmed', async () => {
    await buyLines(world, {
      id: 'po-c2',
      lines: [
        { merchant: 'c2-part', specId: 'c2-a' },
        { merchant: 'c2-part', specId: 'c2-b' },
      ],
    });
    const { orders } = await world.until('po-c2', (view) =>
      view.orders.some(({ parcels }) => parcels.length > 0),
    );
    const orderId = orders[0]?.orderId ?? '';
    const run = world.orders.order('1688', orderId);
    const { lines } = await world.untilOrder(orderId, () => true);
    const shipped = lines.find((line) => line.shipped)?.line ?? -1;
    expect(await codeOf(run.confirmReceipt())).toBe('WRONG_STAGE');
    await run.confirmReceipt({ by: 'li', lines: [shipped] });
    await world.untilOrder(orderId, ({ timeline }) => timeline.some(({ what }) => what === 'confirmed'));
    expect(await world.untilOrder(orderId, () => true)).toMatchObject({
      stage: 'awaiting-shipment',
      stuck: null,
    });
    expect(boughtBy(world, 'po-c2').confirms).toBe(1);
    await run.confirmReceipt({ by: 'li', lines: [1 - shipped] });
    await world.untilOrder(orderId, ({ timeline }) =>
      timeline.some(({ what }) => what === 'confirm-not-ready'),
    );
    expect(boughtBy(world, 'po-c2').confirms).toBe(1);
    world.sandbox.byHand(orderId, 'ship');
    expect(await resultOf('po-c2')).toMatchObject({ stage: 'completed', outcome: 'full' });
    const { confirms } = world.sandbox.ledger();
    const own = confirms
      .filter((each) => each.orderId === orderId)
      .map(({ subItemIds }) => subItemIds.length);
    expect(own).toEqual([1, 1]);
  });
});

describe.concurrent('an unknown receipt', () => {
  test('that was taken is read back and not sent again', async () => {
    world.sandbox.addFaults({ operation: 'confirm', when: 'after', kind: 'reset', remark: '[#po-u1/' });
    await world.buy({ id: 'po-u1' });
    expect(await resultOf('po-u1')).toMatchObject({ stage: 'completed' });
    expect(boughtBy(world, 'po-u1')).toEqual(boughtOnce);
  });
});
