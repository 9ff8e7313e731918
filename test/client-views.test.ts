import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { InternalError, NoWorkerError } from '../client/index.ts';
import type { PurchaseView } from '../contract/index.ts';
import { body, ClientWorld, orderView } from './fixtures/client-world.ts';

let world: ClientWorld;
beforeAll(async () => {
  world = await ClientWorld.make(inject('temporalAddress'));
  await world.work();
});
afterAll(() => world.close());

/** A purchase with one open order. */
async function bought(id: string, orderId: string) {
  const purchase = await world.orders.start(body(id));
  const order = await world.order(orderId, { purchaseId: id });
  const { orderId: _, ...rest } = order;
  const lines = [{ ...line, orderId }];
  await world.show(`purchase:${id}`, {
    view: { stage: 'fulfilling', orders: [{ orderId, ...rest }], lines, revision: 10 },
    openOrders: [orderId],
  });
  return purchase;
}
const line = {
  ...{ line: 0, specId: 'spec-1', quantity: 1, sellerOpenId: 'merchant-1', subItemId: null, amountFen: 1900 },
  ...{ status: null, shipped: false, refundedFen: 0, refused: null, dropped: false },
};
const { money } = orderView('1');

async function take<T>(count: number, from: AsyncIterator<T>): Promise<T[]> {
  const taken: T[] = [];
  while (taken.length < count) {
    const { value, done } = await from.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

describe('the view of a purchase', () => {
  it("shows its open orders' own views, with sums and revision of all", async () => {
    const purchase = await bought('po-merge', '1001');
    const paid = {
      paid: true,
      money: { ...money, paidFen: 2300 },
      lines: [{ ...line, orderId: '1001', shipped: true }],
    };
    await world.show('order:1688:1001', { view: { stage: 'in-transit', ...paid, revision: 5 } });
    const view = await purchase.view();
    expect(view).toMatchObject({
      totalFen: 2300,
      paidFen: 2300,
      revision: 15,
      orders: [{ orderId: '1001', stage: 'in-transit' }],
    });
    expect(view.lines[0]?.shipped).toBe(true);
    expect(view.orders[0]).not.toHaveProperty('timeline');
    expect(await world.orders.order('1688', '1001').view()).toMatchObject({ orderId: '1001', revision: 5 });
  });

  it("keeps the purchase's own word of an order whose run does not stand yet", async () => {
    const purchase = await world.orders.start(body('po-early'));
    const { revision: _, ...order } = orderView('1002');
    await world.show('purchase:po-early', { view: { orders: [order], revision: 3 }, openOrders: ['1002'] });
    expect(await purchase.view()).toMatchObject({
      revision: 3,
      orders: [{ orderId: '1002', stage: 'paying' }],
    });
  });

  it('is its result once it has closed, without any worker', async () => {
    const purchase = await bought('po-closed', '1003');
    await world.show('order:1688:1003', { view: { stage: 'completed' }, end: true });
    await world.show('purchase:po-closed', {
      view: { stage: 'completed', outcome: 'full' },
      openOrders: [],
      end: true,
    });
    expect(await purchase.result()).toMatchObject({ stage: 'completed' });
    await world.rest();
    try {
      expect(await purchase.view()).toMatchObject({ stage: 'completed', closedAt: expect.any(String) });
      expect(await world.orders.order('1688', '1003').view()).toMatchObject({ stage: 'completed' });
      await expect(world.orders.start(body('po-idle')).then((idle) => idle.view())).rejects.toThrow(
        NoWorkerError,
      );
    } finally {
      await world.work();
    }
  });

  it('of a terminated run is what it knew last; its result is an error', async () => {
    const purchase = await bought('po-killed', '1004');
    await purchase.view();
    await world.client.workflow.getHandle(purchase.workflowId).terminate();
    expect(await purchase.view()).toMatchObject({ stage: 'fulfilling', revision: 11 });
    await expect(purchase.result()).rejects.toThrow(InternalError);
  });

  it('of what is no id is not found, and is not repeated', async () => {
    for (const id of ['..', 'a/b', '13800138000', 'x'.repeat(3000)]) {
      const error = await world.orders
        .purchase(id)
        .view()
        .catch((error: unknown) => error);
      expect(error).toMatchObject({ code: 'NOT_FOUND', message: expect.not.stringContaining(id) });
    }
    await expect(world.orders.order('1688', 'x').view()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('waiting', () => {
  const sent = { step: 'pay', since: '2026-01-01T00:00:00.000Z' };

  it('says that spending is off while an effect stands in the spend queue, and nothing once it is out', async () => {
    const purchase = await bought('po-waiting', '1010');
    await world.orders.switchSpending({ state: 'off' });
    await world.show('order:1688:1010', { view: {}, sent, spend: true });
    await expect
      .poll(() => world.orders.order('1688', '1010').view())
      .toMatchObject({ waiting: { for: 'spending', ...sent } });
    expect((await purchase.view()).waiting).toEqual({ for: 'spending', ...sent });
    await world.orders.switchSpending({ state: 'on' });
    expect((await purchase.view()).waiting).toEqual({ for: 'platform-rate', ...sent });
    await world.show('order:1688:1010', { view: {}, sent: null });
    expect((await purchase.view()).waiting).toBeNull();
  });
});

describe('waiting for a change', () => {
  it('answers as soon as an order of it changes', async () => {
    const purchase = await bought('po-wait', '1020');
    const { revision } = await purchase.view();
    const change = purchase.waitForChange({ revision, seconds: 30 });
    await world.show('order:1688:1020', { view: { stage: 'in-transit' } });
    expect(await change).toMatchObject({ revision: revision + 1, orders: [{ stage: 'in-transit' }] });
  });

  it('answers at once for an older revision or a closed one, and unchanged after the seconds', async () => {
    const purchase = await bought('po-wait-2', '1021');
    expect((await purchase.waitForChange({ revision: 3, seconds: 30 })).revision).toBe(11);
    const before = Date.now();
    expect((await purchase.waitForChange({ revision: 11, seconds: 1 })).revision).toBe(11);
    expect(Date.now() - before).toBeGreaterThan(900);
    await world.show('purchase:po-wait-2', {
      view: { stage: 'cancelled', revision: 12 },
      openOrders: [],
      end: true,
    });
    await purchase.result();
    expect((await purchase.waitForChange({ revision: 99, seconds: 30 })).stage).toBe('cancelled');
  });

  it('leaves no event in the runs', async () => {
    const purchase = await bought('po-quiet', '1022');
    const length = async () =>
      (await world.client.workflow.getHandle('purchase:po-quiet').describe()).historyLength;
    await purchase.view();
    const before = await length();
    await purchase.waitForChange({ seconds: 1 });
    expect(await length()).toBe(before);
  });
});

describe('watching', () => {
  it('shows each change of purchase and orders until it is closed', async () => {
    const purchase = await bought('po-watch', '1030');
    const watch = purchase.watch();
    const stages = (views: PurchaseView[]) => views.map((view) => view.orders[0]?.stage);
    expect(stages(await take(1, watch))).toEqual(['paying']);
    await world.show('order:1688:1030', { view: { stage: 'in-transit' } });
    expect(stages(await take(1, watch))).toEqual(['in-transit']);
    await world.show('order:1688:1030', { view: { stage: 'completed' }, end: true });
    expect(stages(await take(1, watch))).toEqual(['completed']);
    await world.show('purchase:po-watch', {
      view: { stage: 'completed', revision: 99 },
      openOrders: [],
      end: true,
    });
    expect((await take(9, watch)).at(-1)).toMatchObject({ stage: 'completed', closedAt: expect.any(String) });
  });

  it('goes on across continue-as-new', async () => {
    await world.order('1031');
    const watch = world.orders.order('1688', '1031').watch();
    await take(1, watch);
    await world.show('order:1688:1031', { view: {}, continueAsNew: true });
    expect(await take(1, watch)).toMatchObject([{ revision: 2 }]);
    await world.show('order:1688:1031', { view: { stage: 'in-transit' } });
    expect(await take(1, watch)).toMatchObject([{ stage: 'in-transit' }]);
    await watch.return();
  });

  it('ends when it is told to', async () => {
    const purchase = await bought('po-abort', '1032');
    const stop = new AbortController();
    const watch = purchase.watch({ signal: stop.signal });
    await take(1, watch);
    const next = watch.next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
