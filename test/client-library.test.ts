import { expect, inject, it } from 'vitest';
import { createWorld, startOf } from './world.ts';

const address = inject('temporalAddress');

it('a purchase is started, watched to its end and read again, by the library alone', async () => {
  await using world = await createWorld({ address });
  const { orders } = world;
  const purchase = await orders.start(startOf({ id: 'po-1', merchants: ['', '-split'] }));
  const revisions: number[] = [];
  const stages = new Set<string>();
  for await (const view of purchase.watch()) {
    revisions.push(view.revision);
    stages.add(view.stage);
  }
  expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
  expect([...stages].at(-1)).toBe('completed');
  const closing = await purchase.result();
  expect(closing).toMatchObject({ stage: 'completed', outcome: 'full', totalFen: closing.paidFen });
  expect(closing.revision).toBe(revisions.at(-1));
  await world.stopWorkers();
  expect(await purchase.view()).toEqual(closing);
  for (const { orderId } of closing.orders)
    expect(await orders.order('1688', orderId).view()).toMatchObject({
      stage: 'completed',
      purchaseId: 'po-1',
    });
  await expect(purchase.retry({ by: 'li' })).rejects.toMatchObject({ code: 'ALREADY_CLOSED' });
  expect((await orders.post(startOf({ id: 'po-1', merchants: ['', '-split'] }))).created).toBe(false);
});

it('a refused purchase is corrected, once, by the one of two people who was quicker', async () => {
  await using world = await createWorld({ address });
  const purchase = await world.orders.start(startOf({ id: 'po-2', merchants: ['', '-refuse'] }));
  const { stuck } = await world.until('po-2', (view) => view.stuck !== null);
  expect(stuck).toMatchObject({ reason: 'PREVIEW_REFUSED' });
  const item = async () => (await world.orders.stuck().page()).items[0];
  await expect
    .poll(item)
    .toMatchObject({ kind: 'purchase', id: 'po-2', reason: 'PREVIEW_REFUSED', revision: stuck?.revision });

  const misfit = purchase.retry({ by: 'li', patch: { message: 'm'.repeat(129) } });
  await expect(misfit).rejects.toMatchObject({ code: 'INVALID', errors: [{ pointer: '/patch/message' }] });
  const correction = { revision: stuck?.revision, lines: { '1': null } };
  const both = await Promise.allSettled([
    purchase.retry({ by: 'li', ...correction }),
    purchase.retry({ by: 'wang', ...correction }),
  ]);
  const refused = both.filter((one) => one.status === 'rejected').map((one) => one.reason.code);
  expect(refused).toEqual(['STALE_REVISION']);
  const view = await purchase.result();
  expect(view).toMatchObject({
    stage: 'completed',
    outcome: 'full',
    lines: [{ dropped: false }, { dropped: true }],
  });
});

it('with spending off nothing is paid and nothing fails, and the view says what it waits for', async () => {
  await using world = await createWorld({ address });
  await world.orders.switchSpending({ state: 'off', by: 'li' });
  const purchase = await world.orders.start(startOf({ id: 'po-3' }));
  await expect
    .poll(async () => (await purchase.view()).waiting, { timeout: 10_000 })
    .toMatchObject({ for: 'spending', step: 'create' });
  await world.orders.switchSpending({ state: 'on', by: 'li' });
  expect(await purchase.result()).toMatchObject({ stage: 'completed', waiting: null });
});
