import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { boughtBy, buyLines, codeOf, parked, parkedOrder, saidTwiceRunsOnce } from './fixtures/stuck.ts';
import { createWorld, type World } from './world.ts';

/** Cancel and abort: what is unpaid is cancelled, what is paid is left alone, and nothing is bought meanwhile. */

let world: World;
/** Here an order can't be cancelled before it is three seconds old. */
let strict: World;
beforeAll(async () => {
  const settings = { cancelTooFastSeconds: 0 };
  const address = inject('temporalAddress');
  world = await createWorld({ address, sandbox: { settings } });
  strict = await createWorld({ address, sandbox: { settings: { cancelTooFastSeconds: 3 } } });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await strict[Symbol.asyncDispose]();
});

const resultOf = (id: string) => world.orders.purchase(id).result();
const manual = { payment: 'manual' } as const;

describe.concurrent('cancel', () => {
  test('waits out the platform, says that it is cancelling until then, and cancels once', async () => {
    await strict.buy({ id: 'po-c1', merchants: ['', 'a'], policy: manual });
    await strict.until('po-c1', ({ orders }) => orders.length === 2);
    const run = strict.orders.purchase('po-c1');
    expect((await run.cancel({ by: 'li' })).cancelling).toBe(true);
    const waiting = await strict.until('po-c1', ({ orders }) => orders.every(({ stuck }) => stuck === null));
    if (waiting.closedAt === null) expect(waiting.cancelling).toBe(true);
    expect(await strict.orders.purchase('po-c1').result()).toMatchObject({
      stage: 'cancelled',
      outcome: 'none',
      cancelling: false,
    });
    expect(boughtBy(strict, 'po-c1')).toEqual({ orders: 2, debits: 0, confirms: 0, cancels: 2 });
    expect(await codeOf(run.cancel({ by: 'li' }))).toBe('ALREADY_CLOSED');
  });

  test('leaves a paid order running, which says so', async () => {
    await world.buy({ id: 'po-c2', merchants: ['-noship'] });
    const { orders } = await world.until('po-c2', (view) => view.orders[0]?.stage === 'awaiting-shipment');
    await world.orders.purchase('po-c2').cancel({ by: 'li' });
    const orderId = orders[0]?.orderId ?? '';
    const left = await world.untilOrder(orderId, ({ note }) => note !== null);
    expect(left).toMatchObject({ note: expect.stringMatching(/paid/), cancelling: false });
    expect((await world.until('po-c2', () => true)).cancelling).toBe(false);
    world.sandbox.byHand(orderId, 'ship');
    expect(await resultOf('po-c2')).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(boughtBy(world, 'po-c2')).toEqual({ orders: 1, debits: 1, confirms: 1, cancels: 0 });
  });

  test('of one order leaves the others alone, also when it is held', async () => {
    await world.buy({ id: 'po-c3', merchants: ['', 'a'], policy: { holdBeforePay: true } });
    const { run, orderId } = await parkedOrder(world, 'po-c3', 'HELD');
    await run.cancel({ by: 'li' });
    await world.until('po-c3', ({ orders }) => orders.some(({ stage }) => stage === 'cancelled'));
    await world.orders.purchase('po-c3').release({ by: 'li' });
    const closed = await resultOf('po-c3');
    expect(closed).toMatchObject({ stage: 'completed', outcome: 'partial', paidFen: 2300 });
    expect(closed.orders.find((order) => order.orderId === orderId)?.stage).toBe('cancelled');
    expect(boughtBy(world, 'po-c3')).toEqual({ orders: 2, debits: 1, confirms: 1, cancels: 1 });
  });

  test('while a create is unknown looks it up first, then cancels what was bought', async () => {
    const userId = '1700000000011';
    world.sandbox.addFaults({ operation: 'list', kind: 'http-500', times: 4, userId });
    await buyLines(world, { id: 'po-c4', userId, lines: [{ merchant: 'c4-lost', specId: 'c4' }] });
    await world.until('po-c4', ({ timeline }) => timeline.some(({ what }) => what === 'create-unknown'));
    await world.orders.purchase('po-c4').cancel({ by: 'li' });
    expect(await resultOf('po-c4')).toMatchObject({ stage: 'cancelled', outcome: 'none', paidFen: 0 });
    expect(boughtBy(world, 'po-c4')).toEqual({ orders: 1, debits: 0, confirms: 0, cancels: 1 });
  });

  test('of what waits for a person ends it where nothing was bought', async () => {
    await world.buy({ id: 'po-c5', merchants: ['-outofstock'] });
    const { run } = await parked(world, 'po-c5', 'CREATE_REFUSED');
    await run.cancel({ by: 'li' });
    expect(await resultOf('po-c5')).toMatchObject({ stage: 'failed', outcome: 'none' });
  });
});

describe.concurrent('CANCEL_REFUSED', () => {
  test('names the code and text; one retry cancels, though two say so at once', async () => {
    await world.buy({ id: 'po-r1', merchants: ['-cancelrefuse'], policy: manual });
    await parkedOrder(world, 'po-r1', 'PAYMENT');
    await world.orders.purchase('po-r1').cancel({ by: 'li' });
    const { run, stuck, view } = await parkedOrder(world, 'po-r1', 'CANCEL_REFUSED');
    expect(stuck).toMatchObject({ step: 'cancel', message: expect.stringMatching(/4008/) });
    expect(view).toMatchObject({ stage: 'paying', cancelling: true });
    await saidTwiceRunsOnce(run.retry, stuck, 'retry');
    expect(await resultOf('po-r1')).toMatchObject({ stage: 'cancelled' });
    expect(boughtBy(world, 'po-r1')).toEqual({ orders: 1, debits: 0, confirms: 0, cancels: 1 });
  });

  test('given up by skip is held until a release lets it be paid', async () => {
    await world.buy({ id: 'po-r3', merchants: ['-cancelrefuse'], policy: { holdBeforePay: true } });
    const held = await parkedOrder(world, 'po-r3', 'HELD');
    await held.run.cancel({ by: 'li' });
    const refused = await parkedOrder(world, 'po-r3', 'CANCEL_REFUSED');
    await refused.run.skip({ by: 'wang' });
    const again = await parkedOrder(world, 'po-r3', 'HELD');
    expect(again.view).toMatchObject({ cancelling: false, held: { by: 'library:wang' } });
    expect(boughtBy(world, 'po-r3').debits).toBe(0);
    await again.run.release({ by: 'li' });
    expect(await resultOf('po-r3')).toMatchObject({ stage: 'completed', outcome: 'full' });
    expect(boughtBy(world, 'po-r3')).toEqual({ orders: 1, debits: 1, confirms: 1, cancels: 0 });
  });

  test('given up though the purchase was aborted: the order lives on to its own end', async () => {
    await world.buy({ id: 'po-r4', merchants: ['-cancelrefuse'], policy: manual });
    await parkedOrder(world, 'po-r4', 'PAYMENT');
    await world.orders.purchase('po-r4').abort({ by: 'li' });
    const { run, orderId } = await parkedOrder(world, 'po-r4', 'CANCEL_REFUSED');
    await run.skip({ by: 'li' });
    await world.untilOrder(orderId, ({ held, stuck }) => held !== null && stuck?.reason !== 'CANCEL_REFUSED');
    await run.release({ by: 'li' });
    world.sandbox.byHand(orderId, 'pay');
    expect(await resultOf('po-r4')).toMatchObject({ stage: 'completed', orders: [{ stage: 'completed' }] });
  });
});

describe.concurrent('abort', () => {
  test('cancels what is unpaid and releases what is paid', async () => {
    await world.buy({ id: 'po-a1', merchants: ['-noship', 'a-link'] });
    await parkedOrder(world, 'po-a1', 'PAY_LINK');
    await world.until('po-a1', ({ orders }) => orders.some(({ paid }) => paid));
    await world.orders.purchase('po-a1').abort({ by: 'li', note: 'shop closed' });
    const closed = await resultOf('po-a1');
    expect(closed).toMatchObject({ stage: 'cancelled', outcome: 'none', paidFen: 2300 });
    expect(closed.orders.map(({ stage }) => stage).sort()).toEqual(['cancelled', 'released']);
    expect(boughtBy(world, 'po-a1')).toEqual({ orders: 2, debits: 1, confirms: 0, cancels: 1 });
  });

  test('said twice ends it at once and releases everything', async () => {
    await world.buy({ id: 'po-a2', merchants: ['-cancelrefuse', 'a-cancelrefuse'], policy: manual });
    await world.until('po-a2', ({ orders }) => orders.filter(({ stuck }) => stuck !== null).length === 2);
    const run = world.orders.purchase('po-a2');
    await run.abort({ by: 'li' });
    await world.until('po-a2', ({ orders }) =>
      orders.every(({ stuck }) => stuck?.reason === 'CANCEL_REFUSED'),
    );
    await run.abort({ by: 'wang' });
    const closed = await run.result();
    expect(closed).toMatchObject({ stage: 'cancelled', outcome: 'none' });
    expect(closed.orders.map(({ stage }) => stage)).toEqual(['released', 'released']);
    expect(closed.timeline.filter(({ what }) => what === 'abort').map(({ by }) => by)).toEqual([
      'library:li',
      'library:wang',
    ]);
    for (const { orderId } of closed.orders)
      expect(await world.orders.order('1688', orderId).result()).toMatchObject({ stage: 'released' });
    expect(boughtBy(world, 'po-a2')).toMatchObject({ debits: 0, cancels: 0 });
  });

  test('of one order by many at once ends only that one, and everybody is told', async () => {
    await world.buy({ id: 'po-a3', merchants: ['', 'a'], policy: manual });
    const { run, orderId } = await parkedOrder(world, 'po-a3', 'PAYMENT');
    await world.until('po-a3', ({ orders }) => orders.filter(({ stuck }) => stuck !== null).length === 2);
    const told = await Promise.all(['a', 'b', 'c', 'd'].map((by) => codeOf(run.abort({ by }))));
    expect(told).toContain('taken');
    expect(told.filter((code) => code !== 'taken' && code !== 'ALREADY_CLOSED')).toEqual([]);
    expect(['released', 'cancelled']).toContain((await run.result()).stage);
    const { orders } = await world.until('po-a3', (view) =>
      view.orders.some(({ paid, stuck }) => !paid && stuck === null),
    );
    const other = orders.find((order) => order.orderId !== orderId)?.orderId ?? '';
    world.sandbox.byHand(other, 'pay');
    expect(await resultOf('po-a3')).toMatchObject({ stage: 'completed', outcome: 'partial' });
  });

  test('never touches candidates', async () => {
    await world.buy({ id: 'po-a4', merchants: ['-twin'] });
    const { run } = await parked(world, 'po-a4', 'CREATE_AMBIGUOUS');
    await run.abort({ by: 'li' });
    expect(await resultOf('po-a4')).toMatchObject({ stage: 'failed', outcome: 'none' });
    expect(boughtBy(world, 'po-a4')).toEqual({ orders: 2, debits: 0, confirms: 0, cancels: 0 });
  });

  test('looks up an unknown create and cancels what it bought', async () => {
    const userId = '1700000000012';
    world.sandbox.addFaults({ operation: 'list', kind: 'http-500', times: 4, userId });
    await buyLines(world, { id: 'po-a5', userId, lines: [{ merchant: 'a5-lost', specId: 'a5' }] });
    await world.until('po-a5', ({ timeline }) => timeline.some(({ what }) => what === 'create-unknown'));
    await world.orders.purchase('po-a5').abort({ by: 'li' });
    expect(await resultOf('po-a5')).toMatchObject({ stage: 'cancelled', paidFen: 0 });
    expect(boughtBy(world, 'po-a5')).toEqual({ orders: 1, debits: 0, confirms: 0, cancels: 1 });
  });
});

describe.concurrent('an unknown cancel', () => {
  test('is read back, whatever its answer was', async () => {
    world.sandbox.addFaults({
      operation: 'cancel',
      when: 'after',
      kind: 'cut-body',
      remark: '[#po-u1/',
      times: null,
    });
    await world.buy({ id: 'po-u1', policy: manual });
    await parkedOrder(world, 'po-u1', 'PAYMENT');
    await world.orders.purchase('po-u1').cancel({ by: 'li' });
    expect(await resultOf('po-u1')).toMatchObject({ stage: 'cancelled' });
    expect(boughtBy(world, 'po-u1').cancels).toBe(1);
  });
});

test.concurrent('what is cancelled while it stands in its queue with spending off is not paid, bought or confirmed when it is on again', async () => {
  await using off = await createWorld({
    address: inject('temporalAddress'),
    sandbox: { settings: { cancelTooFastSeconds: 0 } },
  });
  const purchases = ['po-each', 'po-create', 'po-goes-on'];
  await off.buy({ id: 'po-each', policy: { approveAboveFen: 0, holdBeforePay: true } });
  await parked(off, 'po-each', 'APPROVAL');
  await off.orders.purchase('po-each').approve({ by: 'li' });
  const held = await parkedOrder(off, 'po-each', 'HELD');
  await off.orders.switchSpending({ state: 'off', note: 'rehearsal' });
  try {
    await held.run.release({ by: 'li' });
    expect(await off.untilOrder(held.orderId, ({ waiting }) => waiting !== null)).toMatchObject({
      waiting: { for: 'spending', step: 'pay' },
    });
    await off.buy({ id: 'po-create', merchants: ['', 'a'] });
    await off.buy({ id: 'po-goes-on' });
    await off.until('po-create', ({ waiting }) => waiting?.step === 'create');
    await off.until('po-goes-on', ({ waiting }) => waiting?.step === 'create');
    for (const id of ['po-each', 'po-create']) await off.orders.purchase(id).cancel({ by: 'li' });
    expect(await off.orders.purchase('po-create').result()).toMatchObject({
      stage: 'failed',
      outcome: 'none',
    });
    expect(await off.orders.purchase('po-each').result()).toMatchObject({ stage: 'cancelled', paidFen: 0 });
  } finally {
    await off.orders.switchSpending({ state: 'on' });
  }
  for (const id of purchases) await off.orders.purchase(id).result();
  expect(boughtBy(off, 'po-each')).toEqual({ orders: 1, debits: 0, confirms: 0, cancels: 1 });
  expect(boughtBy(off, 'po-create').orders).toBe(0);
  expect(boughtBy(off, 'po-goes-on')).toEqual({ orders: 1, debits: 1, confirms: 1, cancels: 0 });
});

test.concurrent('a batch submit that stands in its queue is not sent once it is cancelled, aborted or held', async () => {
  await using off = await createWorld({
    address: inject('temporalAddress'),
    sandbox: { settings: { cancelTooFastSeconds: 0 } },
  });
  const batch = { payment: 'batch', approveAboveFen: 0 } as const;
  const hold = ['po-cancel', 'po-abort', 'po-hold'];
  for (const id of hold) {
    await off.buy({ id, merchants: ['', 'a'], policy: batch });
    await parked(off, id, 'APPROVAL');
    await off.orders.purchase(id).hold({ by: 'li' });
    await off.orders.purchase(id).approve({ by: 'li' });
  }
  // Ordered one by one, so that spending goes off between create and pay.
  for (const id of hold) {
    const pays = { operation: 'batch-pay', kind: 'http-429', seconds: 2, times: null } as const;
    if (id === 'po-cancel') off.sandbox.addFaults(pays);
    await off.orders.purchase(id).release({ by: 'li' });
    await off.until(id, ({ orders }) => orders.length === 2);
  }
  await off.orders.switchSpending({ state: 'off' });
  off.sandbox.clearFaults();
  try {
    for (const id of hold) await off.until(id, ({ waiting }) => waiting?.step === 'pay');
    await off.orders.purchase('po-cancel').cancel({ by: 'li' });
    await off.orders.purchase('po-abort').abort({ by: 'li' });
    await off.orders.purchase('po-hold').hold({ by: 'li' });
    await parked(off, 'po-hold', 'HELD');
  } finally {
    await off.orders.switchSpending({ state: 'on' });
  }
  for (const id of ['po-cancel', 'po-abort']) {
    expect(await off.orders.purchase(id).result()).toMatchObject({ stage: 'cancelled', paidFen: 0 });
    expect(boughtBy(off, id)).toEqual({ orders: 2, debits: 0, confirms: 0, cancels: 2 });
  }
  expect(boughtBy(off, 'po-hold').debits).toBe(0);
  await off.orders.purchase('po-hold').release({ by: 'li' });
  expect(await off.orders.purchase('po-hold').result()).toMatchObject({ stage: 'completed', paidFen: 4600 });
  expect(boughtBy(off, 'po-hold')).toEqual({ orders: 2, debits: 2, confirms: 2, cancels: 0 });
});
