import { expect, inject, test, vi } from 'vitest';
import { orderWorkflowId, type PurchaseView, purchaseWorkflowId } from '../contract/index.ts';
import { reset, resetPoints, resetToFirst } from './fixtures/reset.ts';
import { readHistory } from './fixtures/run-history.ts';
import { createWorld, type World } from './world.ts';

const address = inject('temporalAddress');
const inTransit = (view: PurchaseView) =>
  view.orders.length > 0 && view.orders.every(({ stage }) => stage === 'in-transit');

/** Every order of the sandbox that still waits for it is signed for. */
function sign({ sandbox }: World): void {
  for (const { orderId } of sandbox.ledger().orders) sandbox.byHand(orderId, 'sign');
}

/** The run of the purchase that was reset is gone, and the one after it did its work. */
async function expectJoined(world: World, id: string, runId: string, orders: number): Promise<void> {
  const history = await readHistory(world.temporal, purchaseWorkflowId(id), runId);
  expect(history.activities.map(({ type }) => type)).toContain('find');
  expect(world.sandbox.ledger().totals).toMatchObject({ orders, debits: orders, confirms: orders });
  expect(world.sandbox.ledger().calls['alibaba.order.batchCreate']?.calls).toBe(1);
}

test('a purchase that is reset while its order is in transit buys nothing again and sees the same order through', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-1', merchants: ['-nosign'] });
  const before = await world.until('po-1', inTransit);
  const orderRun = (await world.orders.order('1688', before.orders[0]?.orderId ?? '').view()).runId;

  const runId = await resetToFirst(world.temporal, purchaseWorkflowId('po-1'));
  await world.until('po-1', (view) => view.runId === runId && inTransit(view));
  sign(world);
  const view = await world.orders.purchase('po-1').result();
  expect(view).toMatchObject({ stage: 'completed', outcome: 'full', runId, paidFen: 2300, totalFen: 2300 });
  expect(view.orders.map(({ orderId }) => orderId)).toEqual(before.orders.map(({ orderId }) => orderId));
  await expectJoined(world, 'po-1', runId, 1);
  // The order's own run went on undisturbed.
  expect((await world.orders.order('1688', before.orders[0]?.orderId ?? '').view()).runId).toBe(orderRun);
});

test('a purchase that is reset with two orders of a split merchant joins both', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-2', merchants: ['-split-nosign'], quantity: 2 });
  await world.until('po-2', (view) => view.orders.length === 2 && inTransit(view));
  const runId = await resetToFirst(world.temporal, purchaseWorkflowId('po-2'));
  await world.until('po-2', (view) => view.runId === runId && view.orders.length === 2 && inTransit(view));
  sign(world);
  const view = await world.orders.purchase('po-2').result();
  expect(view).toMatchObject({ stage: 'completed', outcome: 'full', runId });
  await expectJoined(world, 'po-2', runId, 2);
});

test('a purchase that is reset right after create does not create again, and the order is paid once', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-3', policy: { payment: 'manual' } });
  const before = await world.until('po-3', (view) => view.orders[0]?.stuck?.reason === 'PAYMENT');
  const runId = await resetToFirst(world.temporal, purchaseWorkflowId('po-3'));
  await world.until('po-3', (view) => view.runId === runId && view.orders.length === 1);
  world.sandbox.byHand(before.orders[0]?.orderId ?? '', 'pay');
  const view = await world.orders.purchase('po-3').result();
  expect(view).toMatchObject({ stage: 'completed', outcome: 'full', runId });
  await expectJoined(world, 'po-3', runId, 1);
});

test.for([
  ['has done it and not answered', 'after'],
  ['has not done it yet', 'before'],
] as const)(
  'a purchase that is reset while its create is out and the platform %s buys once',
  async ([, when]) => {
    await using world = await createWorld({ address, settleSeconds: 3, timeoutMs: 10_000 });
    world.sandbox.addFaults({ operation: 'create', when, kind: 'slow', seconds: 1 });
    await world.buy({ id: 'po-4' });
    await vi.waitFor(() => expect(world.sandbox.faults()).toEqual([]), { timeout: 10_000, interval: 20 });
    const runId = await resetToFirst(world.temporal, purchaseWorkflowId('po-4'));
    const view = await world.orders.purchase('po-4').result();
    expect(view).toMatchObject({ stage: 'completed', outcome: 'full', runId });
    await expectJoined(world, 'po-4', runId, 1);
  },
);

test('a purchase that is reset when all of it is done finds its order and ends as before', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-5' });
  const before = await world.orders.purchase('po-5').result();
  const runId = await resetToFirst(world.temporal, purchaseWorkflowId('po-5'));
  const view = await world.orders.purchase('po-5').result();
  const { stage, outcome, totalFen, paidFen } = before;
  expect(view).toMatchObject({ stage, outcome, totalFen, paidFen, runId });
  await expectJoined(world, 'po-5', runId, 1);
});

test('a purchase that pays by batch and is reset leaves the payment to the orders that had it already', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-9', merchants: ['-link', '-nosign'], policy: { payment: 'batch' } });
  const paidFor = (view: PurchaseView) =>
    view.orders.length === 2 &&
    view.orders.some(({ stuck }) => stuck?.reason === 'PAY_LINK') &&
    view.orders.some(({ stage }) => stage === 'in-transit');
  await world.until('po-9', paidFor);
  const runId = await resetToFirst(world.temporal, purchaseWorkflowId('po-9'));
  const { orders } = await world.until('po-9', (view) => view.runId === runId && paidFor(view));
  for (const { orderId, stuck } of orders) world.sandbox.byHand(orderId, stuck === null ? 'sign' : 'pay');
  await vi.waitFor(() => expect(world.sandbox.orders().flatMap(({ parcels }) => parcels)).toHaveLength(2));
  for (const { orderId, stuck } of orders) if (stuck !== null) world.sandbox.byHand(orderId, 'sign');
  const view = await world.orders.purchase('po-9').result();
  expect(view).toMatchObject({ stage: 'completed', outcome: 'full', runId });
  await expectJoined(world, 'po-9', runId, 2);
  const { activities } = await readHistory(world.temporal, purchaseWorkflowId('po-9'), runId);
  expect(activities.map(({ type }) => type)).not.toContain('payBatch');
});

test('a purchase that is reset while its budget holds back the payment lets the order be paid once it is approved', async () => {
  await using world = await createWorld({ address });
  const policy = { approveAboveFen: 0, maxTotalFen: 2500, priceToleranceBps: 0 };
  await world.buy({ id: 'po-10', policy });
  await world.until('po-10', ({ stuck }) => stuck?.reason === 'APPROVAL');
  world.sandbox.settings({ prices: { e61a85a671bb3d0301d0412b51641c6b: 2500 } });
  await world.orders.purchase('po-10').approve({ by: 'li' });
  await world.until('po-10', ({ stuck }) => stuck?.reason === 'OVER_BUDGET' && stuck.step === 'pay');

  const runId = await resetToFirst(world.temporal, purchaseWorkflowId('po-10'));
  await world.until('po-10', (view) => view.runId === runId && view.stuck !== null);
  await world.orders.purchase('po-10').approve({ by: 'li' });
  const view = await world.orders.purchase('po-10').result();
  expect(view).toMatchObject({ stage: 'completed', outcome: 'full', runId, paidFen: 2900 });
  await expectJoined(world, 'po-10', runId, 1);
});

test('a purchase whose cancel came too late is reset, and ends with the order that was left running', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-11', merchants: ['-nosign'] });
  await world.until('po-11', inTransit);
  await world.orders.purchase('po-11').cancel({ by: 'li' });
  // The Reset plays the cancel again, before anything is bought.
  const runId = await resetToFirst(world.temporal, purchaseWorkflowId('po-11'));
  await world.until('po-11', (view) => view.runId === runId && inTransit(view));
  sign(world);
  const view = await world.orders.purchase('po-11').result();
  expect(view).toMatchObject({ stage: 'completed', outcome: 'full', runId });
  await expectJoined(world, 'po-11', runId, 1);
});

test('a purchase that is reset to one of its tasks after the other goes on with its order each time', async () => {
  await using world = await createWorld({ address });
  const workflowId = purchaseWorkflowId('po-6');
  await world.buy({ id: 'po-6', merchants: ['-nosign'] });
  const { runId } = await world.until('po-6', inTransit);
  const points = await resetPoints(world.temporal, workflowId);
  expect(points.length).toBeGreaterThan(2);
  for (const point of points) {
    const next = await reset(world.temporal, { workflowId, runId, point });
    await world.until('po-6', (view) => view.runId === next && inTransit(view));
  }
  sign(world);
  const view = await world.orders.purchase('po-6').result();
  expect(view).toMatchObject({ stage: 'completed', outcome: 'full' });
  expect(world.sandbox.ledger().totals).toMatchObject({ orders: 1, debits: 1, confirms: 1 });
});

test('an order run that is reset to one of its tasks after the other is paid and confirmed once, and its purchase completes', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-7', merchants: ['-nosign'] });
  const { orders } = await world.until('po-7', inTransit);
  const orderId = orders[0]?.orderId ?? '';
  const workflowId = orderWorkflowId('1688', orderId);
  const { runId } = await world.orders.order('1688', orderId).view();
  const points = await resetPoints(world.temporal, workflowId);
  expect(points.length).toBeGreaterThan(2);
  for (const point of points) {
    const next = await reset(world.temporal, { workflowId, runId, point });
    await world.untilOrder(orderId, (view) => view.runId === next && view.stage === 'in-transit');
  }
  sign(world);
  const view = await world.orders.purchase('po-7').result();
  expect(view).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 2300 });
  expect(world.sandbox.ledger().totals).toMatchObject({ orders: 1, debits: 1, confirms: 1 });
});

test('an order outlives its terminated purchase, and completes', async () => {
  await using world = await createWorld({ address });
  await world.buy({ id: 'po-8', merchants: ['-nosign'] });
  const { orders } = await world.until('po-8', inTransit);
  await world.temporal.workflow
    .getHandle(purchaseWorkflowId('po-8'))
    .terminate('a person thought it would help');
  sign(world);
  const view = await world.orders.order('1688', orders[0]?.orderId ?? '').result();
  expect(view).toMatchObject({ stage: 'completed', stuck: null });
  expect(world.sandbox.ledger().totals).toMatchObject({ orders: 1, debits: 1, confirms: 1 });
});
