import { expect, inject, test } from 'vitest';
import type { Order } from '../client/index.ts';
import type { OrderView } from '../contract/index.ts';
import { createSkippedTime, type SkippedTime, untilView } from './fixtures/skipped-time.ts';
import { startOf } from './world.ts';

/** The real workflows over days and weeks. The run wakes for a deadline itself, however seldom it looks. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Where a test is not about looking, runs look seldom: at last once a day. */
const SELDOM = { pollSeconds: 3 * HOUR };
const BY = { by: 'li' };

const skippedTime = (sandbox = {}) => createSkippedTime({ testServer: inject('testServerBinary'), sandbox });

const after = (instant: string | null | undefined, seconds: number): number =>
  Date.parse(instant ?? '') + seconds * 1000;

/** The platform writes what a carrier did in whole seconds. */
const inSeconds = (instant: string | null | undefined): string => `${instant?.slice(0, 19)}Z`;

/** Never early, and late only by what a look takes on a busy machine, where time goes on. */
function expectAt(instant: string | null | undefined, due: number): void {
  const late = Date.parse(instant ?? '') - due;
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(MINUTE * 1000);
}

const isStuck =
  (reason: string) =>
  ({ stuck }: OrderView): boolean =>
    stuck?.reason === reason;
const isNotStuck = ({ stuck }: OrderView): boolean => stuck === null;

const stateOf = ({ sandbox }: SkippedTime, { orderId }: Order) => sandbox.order(orderId);

/** How often the run has parked for a reason. */
const parks = ({ timeline }: OrderView, reason: string): number =>
  timeline.filter(({ what, detail }) => what === 'stuck' && detail === reason).length;

test('an unpaid order says PAY_OVERDUE a day before the platform closes it, and ORDER_CLOSED when it has', async () => {
  await using time = await skippedTime();
  const order = await time.buy({ policy: { payment: 'manual' } });
  const { createdAt } = stateOf(time, order);
  await time.pass(4 * DAY);
  const overdue = await time.until(order, isStuck('PAY_OVERDUE'));
  expectAt(overdue.stuck?.since, after(createdAt, 4 * DAY));

  await order.retry(BY);
  await time.until(order, isStuck('PAYMENT'));
  await time.pass(HOUR);
  expect(parks(await time.until(order, isStuck('PAY_OVERDUE')), 'PAY_OVERDUE')).toBe(2);

  await time.pass(DAY);
  const closed = await time.until(order, isStuck('ORDER_CLOSED'));
  expect(closed).toMatchObject({ stage: 'paying', paid: false, status: 'cancel' });
});

test('an order that is not shipped says SHIP_OVERDUE five days after payment; a retry starts the five days again', async () => {
  await using time = await skippedTime();
  const order = await time.buy({ merchants: ['-noship'], policy: SELDOM });
  const { money } = await time.until(order, ({ paid }) => paid);
  await time.pass(5 * DAY);
  const overdue = await time.until(order, isStuck('SHIP_OVERDUE'));
  expectAt(overdue.stuck?.since, after(money.paidAt, 5 * DAY));

  await time.pass(DAY);
  const retried = await order.retry({ ...BY, note: 'the seller promised' });
  const said = retried.timeline.find(({ what }) => what === 'retry')?.at;
  await time.until(order, isNotStuck);
  await time.pass(5 * DAY);
  const again = await time.until(order, isStuck('SHIP_OVERDUE'));
  expectAt(again.stuck?.since, after(said, 5 * DAY));
  expect(parks(again, 'SHIP_OVERDUE')).toBe(2);
});

test('a retry with until lets the deadline stand at that instant', async () => {
  await using time = await skippedTime();
  const order = await time.buy({ merchants: ['-noship'], policy: SELDOM });
  const { money } = await time.until(order, ({ paid }) => paid);
  await time.pass(5 * DAY);
  await time.until(order, isStuck('SHIP_OVERDUE'));
  const until = new Date(after(money.paidAt, 20 * DAY)).toISOString();
  await order.retry({ ...BY, until });
  expect((await time.until(order, isNotStuck)).dueAt).toBe(until);
  await time.pass(15 * DAY);
  expectAt((await time.until(order, isStuck('SHIP_OVERDUE'))).stuck?.since, Date.parse(until));
});

test('a skip switches the deadline off, and only that one', async () => {
  await using time = await skippedTime();
  const order = await time.buy({ merchants: ['-noship-stall'], policy: SELDOM });
  await time.pass(5 * DAY);
  await time.until(order, isStuck('SHIP_OVERDUE'));
  await order.skip(BY);
  await time.pass(30 * DAY);
  const quiet = await time.until(order, isNotStuck);
  expect(parks(quiet, 'SHIP_OVERDUE')).toBe(1);

  time.sandbox.byHand(order.orderId, 'ship');
  await time.pass(5 * DAY);
  await time.until(order, isStuck('LOGISTICS_STALLED'));
});

test('a parcel that does not move says LOGISTICS_STALLED after three days, and goes on by itself when it moves', async () => {
  await using time = await skippedTime();
  const order = await time.buy({ merchants: ['-stall'], policy: SELDOM });
  await time.pass(HOUR);
  await time.pass(3 * DAY);
  const stalled = await time.until(order, isStuck('LOGISTICS_STALLED'));
  const lastStep = stateOf(time, order).parcels[0]?.steps.at(-1)?.at;
  expectAt(stalled.stuck?.since, after(inSeconds(lastStep), 3 * DAY));

  time.sandbox.byHand(order.orderId, 'trace', { status: 'DELIVERING' });
  await time.pass(DAY);
  await time.until(order, isNotStuck);
  await time.pass(3 * DAY);
  expect(parks(await time.until(order, isStuck('LOGISTICS_STALLED')), 'LOGISTICS_STALLED')).toBe(2);
});

test('an order that is not signed for says RECEIVE_OVERDUE thirty days after all of it was shipped', async () => {
  await using time = await skippedTime();
  const order = await time.buy({
    merchants: ['-nosign'],
    policy: { ...SELDOM, stalledAfterSeconds: 60 * DAY },
  });
  await time.pass(30 * DAY + MINUTE);
  const overdue = await time.until(order, isStuck('RECEIVE_OVERDUE'));
  expectAt(overdue.stuck?.since, after(stateOf(time, order).allShippedAt, 30 * DAY));
});

test('a paid order that was closed and is not refunded in thirty days says RECEIVE_OVERDUE', async () => {
  await using time = await skippedTime({ settings: { durations: { refund: 90 * DAY } } });
  const order = await time.buy({ merchants: ['-close'], policy: SELDOM });
  await time.pass(DAY);
  await time.until(order, isStuck('ORDER_CLOSED'));
  await order.skip(BY);
  const watched = await time.until(order, isNotStuck);
  expect(watched.note).toContain('due back');
  await time.pass(30 * DAY);
  const overdue = await time.until(order, isStuck('RECEIVE_OVERDUE'));
  expectAt(overdue.stuck?.since, after(stateOf(time, order).modifiedAt, 30 * DAY));
});

test('the receipt is confirmed three days after all is signed for', async () => {
  await using time = await skippedTime();
  const order = await time.buy({ policy: { confirmAfterSignedSeconds: 3 * DAY } });
  await time.pass(HOUR);
  await time.until(order, ({ stage }) => stage === 'awaiting-receipt');
  const signedAt = stateOf(time, order).parcels[0]?.signedAt;
  await time.pass(3 * DAY);
  await time.until(order, ({ stage }) => stage === 'completed');
  const [confirm] = time.sandbox.ledger().confirms;
  expectAt(confirm?.at, after(inSeconds(signedAt), 3 * DAY));
});

test('a hold until an instant ends by itself, and then the order is paid', async () => {
  await using time = await skippedTime();
  const order = await time.buy({ policy: { ...SELDOM, holdBeforePay: true } });
  const { startedAt } = await time.until(order, isStuck('HELD'));
  const until = new Date(after(startedAt, 2 * DAY)).toISOString();
  await time.orders.purchase('po-1').hold({ ...BY, until });
  await time.until(order, ({ held }) => held?.until === until);
  await time.pass(2 * DAY);
  await time.until(order, ({ paid }) => paid);
  expectAt(time.sandbox.ledger().debits[0]?.at, Date.parse(until));
  expect((await time.orders.purchase('po-1').view()).held).toBeNull();
});

test('a purchase that is approved a month later looks whether it was bought before it buys', async () => {
  await using time = await skippedTime();
  const { purchase } = await time.orders.post(startOf({ policy: { approveAboveFen: 0 } }));
  await untilView(purchase, ({ stuck }) => stuck?.reason === 'APPROVAL');
  await time.pass(30 * DAY);
  await purchase.approve(BY);
  const view = await purchase.result();
  expect(view.stage).toBe('completed');
  const { calls, totals } = time.sandbox.ledger();
  expect(calls['alibaba.order.page']?.calls).toBe(1);
  expect(totals).toMatchObject({ orders: 1, debits: 1, confirms: 1 });
});

test('while nothing changes an order looks less and less often, down to an eighth, and often again after a change', async () => {
  await using time = await skippedTime();
  const order = await time.buy({ merchants: ['-noship-stall'], policy: { pollSeconds: 30 * MINUTE } });
  await time.until(order, ({ paid }) => paid);
  await time.pass(DAY);
  time.sandbox.byHand(order.orderId, 'ship');
  await time.pass(DAY);
  const looks = time.sandbox
    .calls()
    .filter(({ operation }) => operation === 'alibaba.order.detail')
    .map(({ at }) => Date.parse(at));
  const pauses = looks
    .map((at, n) => Math.round((at - (looks[n - 1] ?? at)) / 60_000))
    .filter((minutes) => minutes > 0);
  const untilSlowest = [30, 60, 120, 240];
  expect(pauses.slice(0, 6)).toEqual([...untilSlowest, 240, 240]);
  const changedAt = pauses.indexOf(30, 1);
  expect(pauses.slice(changedAt, changedAt + 4)).toEqual(untilSlowest);
});
