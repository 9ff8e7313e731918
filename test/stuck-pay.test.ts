import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { boughtBy, codeOf, orderParkedAgain, parkedOrder, saidTwiceRunsOnce } from './fixtures/stuck.ts';
import { createWorld, type World } from './world.ts';

/** Payments that are refused, lie, or want a person. Whatever they say: one debit. */

let world: World;
beforeAll(async () => {
  world = await createWorld({
    address: inject('temporalAddress'),
    readBackSpeed: 10,
    sandbox: { settings: { cancelTooFastSeconds: 0 } },
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const resultOf = (id: string) => world.orders.purchase(id).result();
/** How often the platform was asked to pay an order. */
const sendsOf = (orderId: string): number =>
  world.sandbox
    .calls(5000)
    .filter(
      ({ operation, orderIds }) => /payUrl|batchSubmitToPay/.test(operation) && orderIds.includes(orderId),
    ).length;
const oneBoughtOnce = { orders: 1, debits: 1, confirms: 1, cancels: 0 };

describe.concurrent('PAY_REFUSED', () => {
  test('names the code and text; one retry sends once more, though two say so at once', async () => {
    await world.buy({ id: 'po-r1', merchants: ['-payrefuse'] });
    const { run, orderId, view, stuck } = await parkedOrder(world, 'po-r1', 'PAY_REFUSED');
    expect(view).toMatchObject({ stage: 'paying', paid: false });
    expect(stuck).toMatchObject({
      step: 'pay',
      attempts: 1,
      dueFen: 2300,
      message: expect.stringMatching(/4006 .*PAY_REFUSED/),
    });
    expect(sendsOf(orderId)).toBe(1);
    await saidTwiceRunsOnce(run.retry, stuck, 'retry');
    expect(await resultOf('po-r1')).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(sendsOf(orderId)).toBe(2);
    expect(boughtBy(world, 'po-r1')).toEqual(oneBoughtOnce);
  });

  test('is left by skip: the order is cancelled, the others go on', async () => {
    await world.buy({ id: 'po-r2', merchants: ['-payrefuse', 'a'] });
    const { run, stuck, orderId } = await parkedOrder(world, 'po-r2', 'PAY_REFUSED');
    await saidTwiceRunsOnce(run.skip, stuck, 'skip');
    const closed = await resultOf('po-r2');
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'partial', paidFen: 2300, totalFen: 2300 });
    expect(closed.orders.find((order) => order.orderId === orderId)?.stage).toBe('cancelled');
    expect(boughtBy(world, 'po-r2')).toEqual({ orders: 2, debits: 1, confirms: 1, cancels: 1 });
  });

  test('comes after three sends that left it unpaid; a retry is one more', async () => {
    world.sandbox.addFaults({ operation: 'pay', kind: 'pay-false', times: 3, remark: '[#po-r3/' });
    await world.buy({ id: 'po-r3' });
    for (const sends of [1, 2])
      await world.until('po-r3', ({ orders }) => sendsOf(orders[0]?.orderId ?? '') >= sends);
    const wait = await parkedOrder(world, 'po-r3', 'PAY_REFUSED');
    expect(wait.stuck).toMatchObject({ attempts: 3, message: expect.stringContaining('3 times') });
    expect(sendsOf(wait.orderId)).toBe(3);
    expect(boughtBy(world, 'po-r3').debits).toBe(0);
    await saidTwiceRunsOnce(wait.run.retry, wait.stuck, 'retry');
    expect(await resultOf('po-r3')).toMatchObject({ stage: 'completed' });
    expect(sendsOf(wait.orderId)).toBe(4);
    expect(boughtBy(world, 'po-r3')).toEqual(oneBoughtOnce);
  }, 120_000);
});

describe.concurrent('a payment that lies', () => {
  test('false though debited: the read decides, and it is paid once', async () => {
    world.sandbox.addFaults({ operation: 'pay', when: 'after', kind: 'pay-lies', remark: '[#po-l1/' });
    await world.buy({ id: 'po-l1' });
    expect(await resultOf('po-l1')).toMatchObject({ stage: 'completed', paidFen: 2300 });
    expect(boughtBy(world, 'po-l1')).toEqual(oneBoughtOnce);
  });

  test('in a batch, too', async () => {
    world.sandbox.addFaults({ operation: 'batch-pay', when: 'after', kind: 'pay-lies', remark: '[#po-l2/' });
    await world.buy({ id: 'po-l2', merchants: ['', 'a'], policy: { payment: 'batch' } });
    expect(await resultOf('po-l2')).toMatchObject({ stage: 'completed', paidFen: 4600 });
    expect(boughtBy(world, 'po-l2')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
  });

  test('whose answer is lost after the debit is not sent again', async () => {
    world.sandbox.addFaults({ operation: 'pay', when: 'after', kind: 'reset', remark: '[#po-l3/' });
    await world.buy({ id: 'po-l3' });
    const closed = await resultOf('po-l3');
    expect(closed.stage).toBe('completed');
    expect(sendsOf(closed.orders[0]?.orderId ?? '')).toBe(1);
    expect(boughtBy(world, 'po-l3')).toEqual(oneBoughtOnce);
  });
});

describe.concurrent('PAY_LINK', () => {
  test('shows where a person pays, asks once more by retry, and goes on alone once paid', async () => {
    await world.buy({ id: 'po-k1', merchants: ['-link'] });
    const wait = await parkedOrder(world, 'po-k1', 'PAY_LINK');
    const { payUrl = '' } = wait.stuck;
    expect(payUrl).toContain(wait.orderId);
    expect(wait.stuck).toMatchObject({ dueFen: 2300, message: expect.stringContaining(payUrl) });
    await wait.run.retry({ by: 'li' });
    const again = await orderParkedAgain(world, wait);
    expect(again.stuck?.payUrl).toBe(payUrl);
    expect(sendsOf(wait.orderId)).toBe(2);
    await fetch(payUrl, { method: 'POST' });
    expect(await resultOf('po-k1')).toMatchObject({ stage: 'completed', paidFen: 2300 });
    expect(boughtBy(world, 'po-k1')).toEqual(oneBoughtOnce);
  });

  test('keeps its revision through hints and looks: only a new wait or a command moves it', async () => {
    await world.buy({ id: 'po-k3', merchants: ['-link'] });
    const { run, orderId, stuck } = await parkedOrder(world, 'po-k3', 'PAY_LINK');
    const looks = () =>
      world.sandbox
        .calls(5000)
        .filter((call) => call.operation.endsWith('detail') && call.orderIds.includes(orderId)).length;
    const before = looks();
    const event = { type: 'ORDER_STATUS_MODIFY', by: 'callback' } as const;
    await world.orders.hint({ platform: '1688', orderId, event });
    await vi.waitFor(() => expect(looks()).toBeGreaterThan(before), { timeout: 15_000 });
    expect((await world.untilOrder(orderId, () => true)).stuck).toMatchObject({
      revision: stuck.revision,
      since: stuck.since,
    });
    await run.hold({ by: 'li' });
    await world.untilOrder(orderId, (view) => (view.stuck?.revision ?? 0) > stuck.revision);
    await run.cancel({ by: 'li' });
    await run.result();
  });

  test('is left by skip', async () => {
    await world.buy({ id: 'po-k2', merchants: ['-link'] });
    const { run } = await parkedOrder(world, 'po-k2', 'PAY_LINK');
    await run.skip({ by: 'li', note: 'nobody can pay this' });
    expect(await resultOf('po-k2')).toMatchObject({ stage: 'cancelled', outcome: 'none', totalFen: 0 });
    expect(boughtBy(world, 'po-k2')).toEqual({ orders: 1, debits: 0, confirms: 0, cancels: 1 });
  });
});

describe.concurrent('a batch payment', () => {
  test('hands each order over as it came out: paid, with a link, or refused; from then on each is its own', async () => {
    await world.buy({
      id: 'po-b1',
      merchants: ['', 'a-link', 'b-payrefuse', 'c-raise'],
      policy: { payment: 'batch' },
    });
    const link = await parkedOrder(world, 'po-b1', 'PAY_LINK');
    expect(link.stuck.payUrl).toContain(link.orderId);
    const refused = await parkedOrder(world, 'po-b1', 'PAY_REFUSED');
    expect(refused.stuck.message).toContain('PAY_REFUSED');
    const raised = await parkedOrder(world, 'po-b1', 'PRICE_DRIFT');
    expect(sendsOf(raised.orderId)).toBe(0);
    await world.until('po-b1', ({ orders }) => orders.some(({ stage }) => stage === 'completed'));
    expect(sendsOf(link.orderId)).toBe(1);
    world.sandbox.byHand(link.orderId, 'pay');
    await refused.run.retry({ by: 'li' });
    await raised.run.approve({ by: 'li' });
    expect(await resultOf('po-b1')).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 9390 });
    expect(boughtBy(world, 'po-b1')).toEqual({ orders: 4, debits: 4, confirms: 4, cancels: 0 });
  });
});

describe.concurrent('PAYMENT', () => {
  test('is planned: nothing is sent, retry only looks, and a payment by hand is noticed', async () => {
    await world.buy({ id: 'po-m1', policy: { payment: 'manual' } });
    const wait = await parkedOrder(world, 'po-m1', 'PAYMENT');
    expect(wait.stuck).toMatchObject({ step: 'pay', dueFen: 2300 });
    expect(await codeOf(wait.run.confirmReceipt())).toBe('WRONG_STAGE');
    await wait.run.retry({ by: 'li' });
    await orderParkedAgain(world, wait);
    expect(sendsOf(wait.orderId)).toBe(0);
    world.sandbox.byHand(wait.orderId, 'pay');
    expect(await resultOf('po-m1')).toMatchObject({ stage: 'completed', paidFen: 2300 });
    expect(boughtBy(world, 'po-m1')).toEqual(oneBoughtOnce);
  });
});
