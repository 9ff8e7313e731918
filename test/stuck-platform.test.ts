import { describe, expect, inject, test } from 'vitest';
import { boughtBy, orderParkedAgain, parked, parkedAgain, parkedOrder } from './fixtures/stuck.ts';
import { createWorld, type World } from './world.ts';

/** The platform is away, or refuses our key: who tries how often, and what makes it right again. */

const address = inject('temporalAddress');
const boughtOnce = { orders: 1, debits: 1, confirms: 1, cancels: 0 };
const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Starts purchases whose one order is paid and not shipped, and waits until all are so far. */
async function buyPaid(world: World, ids: readonly string[], policy = {}): Promise<string[]> {
  for (const id of ids) await world.buy({ id, merchants: ['-noship'], policy });
  const views = await Promise.all(
    ids.map((id) => world.until(id, ({ orders }) => orders[0]?.stage === 'awaiting-shipment')),
  );
  return views.map(({ orders }) => orders[0]?.orderId ?? '');
}

describe.concurrent('PLATFORM_UNAVAILABLE', () => {
  test('is not said of an outage within the patience: calls are few, and everything heals alone', async () => {
    await using world = await createWorld({ address });
    const tracked = range(8).map((n) => `po-t${n}`);
    const fresh = range(4).map((n) => `po-f${n}`);
    const orderIds = await buyPaid(world, tracked, { pollSeconds: 1 });
    world.sandbox.settings({ outage: 'refuse' });
    for (const id of fresh) await world.buy({ id });
    for (const orderId of orderIds) world.sandbox.byHand(orderId, 'ship');
    const isOut = () => world.sandbox.calls(5000).filter(({ outcome }) => outcome === 'outage');
    for (const id of tracked) await world.until(id, () => isOut().length >= 3 * tracked.length);
    const perOrder = orderIds.map((id) => isOut().filter((call) => call.orderIds.includes(id)).length);
    world.sandbox.settings({ outage: 'none' });
    expect(Math.max(...perOrder)).toBeLessThanOrEqual(12);
    for (const id of [...tracked, ...fresh]) {
      const closed = await world.orders.purchase(id).result();
      expect(closed).toMatchObject({ stage: 'completed', outcome: 'full' });
      expect(closed.timeline.map(({ what }) => what)).not.toContain('stuck');
      expect(boughtBy(world, id)).toEqual(boughtOnce);
    }
  }, 90_000);

  test('says so after the patience; retry tries now, a callback or a minute heals it alone', async () => {
    await using world = await createWorld({ address, patienceSeconds: 1 });
    const [byRetry = '', byCallback = ''] = await buyPaid(world, ['po-1', 'po-2'], { pollSeconds: 1 });
    world.sandbox.settings({ outage: 'drop' });
    await world.buy({ id: 'po-3' });
    await world.buy({ id: 'po-4' });
    const preview = await parked(world, 'po-3', 'PLATFORM_UNAVAILABLE');
    expect(preview.stuck).toMatchObject({ step: 'preview', message: expect.stringContaining('connection') });
    const order = await parkedOrder(world, 'po-1', 'PLATFORM_UNAVAILABLE');
    await parkedOrder(world, 'po-2', 'PLATFORM_UNAVAILABLE');
    const alone = await parked(world, 'po-4', 'PLATFORM_UNAVAILABLE');

    await preview.run.retry({ by: 'li' });
    await order.run.retry({ by: 'li' });
    const again = await parkedAgain(world, 'po-3', preview);
    await orderParkedAgain(world, order);
    expect(world.sandbox.ledger().totals.orders).toBe(2);

    world.sandbox.settings({ outage: 'none' });
    await preview.run.retry({ by: 'li', revision: again.stuck?.revision });
    expect(await preview.run.result()).toMatchObject({ stage: 'completed' });
    await order.run.retry({ by: 'li' });
    await world.untilOrder(byRetry, ({ stuck }) => stuck === null);
    world.sandbox.byHand(byCallback, 'ship');
    for (const id of ['po-2', 'po-4']) {
      expect(await world.orders.purchase(id).result()).toMatchObject({ stage: 'completed' });
      expect(boughtBy(world, id)).toEqual(boughtOnce);
    }
    const closed = await alone.run.view();
    expect(Date.parse(closed.closedAt ?? '') - Date.parse(alone.stuck.since)).toBeLessThan(75_000);
  }, 120_000);

  test('of an effect that is turned away is said too, and nothing was sent', async () => {
    await using world = await createWorld({ address, patienceSeconds: 1 });
    world.sandbox.addFaults({ operation: 'create', kind: 'http-429', seconds: 1, times: null });
    await world.buy({ id: 'po-1' });
    const { run, stuck } = await parked(world, 'po-1', 'PLATFORM_UNAVAILABLE');
    expect(stuck).toMatchObject({ step: 'create', attempts: expect.any(Number) });
    world.sandbox.clearFaults();
    await run.retry({ by: 'li' });
    expect(await run.result()).toMatchObject({ stage: 'completed' });
    expect(boughtBy(world, 'po-1')).toEqual(boughtOnce);
  });
});

describe.concurrent('CREDENTIALS_REFUSED', () => {
  test('costs one call per run, hints and time bring no other, and one bulk retry lets all go on', async () => {
    await using world = await createWorld({ address });
    const tracked = range(6).map((n) => `po-t${n}`);
    const fresh = range(4).map((n) => `po-f${n}`);
    const orderIds = await buyPaid(world, tracked, { pollSeconds: 1 });
    const before = world.sandbox.ledger().unauthorized;
    world.sandbox.settings({ userIds: [] });
    for (const id of fresh) await world.buy({ id });
    for (const id of fresh) await parked(world, id, 'CREDENTIALS_REFUSED');
    for (const id of tracked) await parkedOrder(world, id, 'CREDENTIALS_REFUSED');
    const refused = () => world.sandbox.ledger().unauthorized - before;
    expect(refused()).toBe(tracked.length + fresh.length);
    for (const orderId of orderIds) world.sandbox.byHand(orderId, 'ship');
    await world.sandbox.settled();

    const [wrongly] = fresh;
    const wait = await parked(world, wrongly ?? '', 'CREDENTIALS_REFUSED');
    expect(wait.stuck).toMatchObject({ step: 'preview', message: expect.stringContaining('403') });
    await wait.run.retry({ by: 'li' });
    await parkedAgain(world, wrongly ?? '', wait);
    expect(refused()).toBe(tracked.length + fresh.length + 1);

    world.sandbox.settings({ userIds: null });
    const all = [...fresh, ...orderIds];
    const giveUp = Date.now() + 20_000;
    let told: { id: string; ok: boolean }[] = [];
    // A list shows a change within seconds.
    while (told.filter(({ ok }) => ok).length < all.length && Date.now() < giveUp) {
      const { results } = await world.orders.retryStuck({
        reason: 'CREDENTIALS_REFUSED',
        note: 'key is right',
      });
      told = [...told, ...results];
    }
    expect(new Set(told.filter(({ ok }) => ok).map(({ id }) => id))).toEqual(new Set(all));
    for (const id of [...tracked, ...fresh]) {
      expect(await world.orders.purchase(id).result()).toMatchObject({ stage: 'completed', outcome: 'full' });
      expect(boughtBy(world, id)).toEqual(boughtOnce);
    }
  }, 90_000);

  test('is left by cancel and abort: where nothing was sent it ends, what may exist is tried once more', async () => {
    await using world = await createWorld({
      address,
      sandbox: { settings: { cancelTooFastSeconds: 0 } },
    });
    await world.buy({ id: 'po-unpaid', policy: { payment: 'manual' } });
    const unpaid = await parkedOrder(world, 'po-unpaid', 'PAYMENT');
    const [paidId = ''] = await buyPaid(world, ['po-paid']);
    world.sandbox.settings({ userIds: [] });
    await world.buy({ id: 'po-fresh' });
    const fresh = await parked(world, 'po-fresh', 'CREDENTIALS_REFUSED');
    await unpaid.run.retry({ by: 'li' });
    await world.orders.order('1688', paidId).cancel({ by: 'li' });
    const wait = await parkedOrder(world, 'po-unpaid', 'CREDENTIALS_REFUSED');

    await fresh.run.cancel({ by: 'li' });
    expect(await fresh.run.result()).toMatchObject({ stage: 'failed', outcome: 'none' });
    await wait.run.cancel({ by: 'li' });
    const again = await orderParkedAgain(world, wait);
    expect(again.cancelling).toBe(true);
    world.sandbox.settings({ userIds: null });
    await wait.run.retry({ by: 'li' });
    expect(await world.orders.purchase('po-unpaid').result()).toMatchObject({ stage: 'cancelled' });
    expect(boughtBy(world, 'po-unpaid')).toEqual({ orders: 1, debits: 0, confirms: 0, cancels: 1 });
    await world.orders.purchase('po-paid').abort({ by: 'li' });
    expect(await world.orders.purchase('po-paid').result()).toMatchObject({
      orders: [{ stage: 'released' }],
    });
  });
});
