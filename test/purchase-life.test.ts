import { expect, inject, test } from 'vitest';
import { createWorld } from './world.ts';

const address = inject('temporalAddress');

test('one purchase runs its whole life by callbacks, and the platform shows one order, one debit, one confirm', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-1' });
  const view = await world.orders.purchase('po-1').result();
  expect(view).toMatchObject({
    stage: 'completed',
    outcome: 'full',
    totalFen: 2300,
    paidFen: 2300,
    previewFen: 2300,
  });
  expect(view.orders).toHaveLength(1);
  expect(world.sandbox.ledger().totals).toMatchObject({
    orders: 1,
    debits: 1,
    debitedFen: 2300,
    confirms: 1,
  });
});

test('with no callback at all polling finishes the order', async () => {
  await using world = await createWorld({ address, callbacks: false });
  await world.buy({ id: 'po-1', policy: { pollSeconds: 1 } });
  const view = await world.orders.purchase('po-1').result();
  expect(view.stage).toBe('completed');
  expect(world.sandbox.ledger().totals).toMatchObject({ orders: 1, debits: 1, confirms: 1 });
});

test('three merchants are three order runs, each paid and confirmed once', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-3', merchants: ['', '', ''] });
  const view = await world.orders.purchase('po-3').result();
  expect(view.orders.map((order) => order.stage)).toEqual(['completed', 'completed', 'completed']);
  expect(view).toMatchObject({ outcome: 'full', totalFen: 6900, paidFen: 6900 });
  expect(world.sandbox.ledger().totals).toMatchObject({ orders: 3, debits: 3, confirms: 3 });
});

test('a merchant that the platform splits is two order runs, both paid once', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-2', merchants: ['-split'], quantity: 2 });
  const view = await world.orders.purchase('po-2').result();
  expect(view.orders).toHaveLength(2);
  expect(view).toMatchObject({ stage: 'completed', outcome: 'full' });
  expect(world.sandbox.ledger()).toMatchObject({
    paidTwice: [],
    totals: { orders: 2, debits: 2, confirms: 2 },
  });
});

test('two parcels of which one is signed for: no receipt is confirmed', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-p', merchants: ['-part'], quantity: 2 });
  const view = await world.until('po-p', (seen) =>
    seen.orders.some((order) => order.parcels.some((parcel) => parcel.signedAt !== null)),
  );
  expect(view.orders[0]?.stage).toBe('awaiting-shipment');
  expect(world.sandbox.ledger().totals.confirms).toBe(0);
});
