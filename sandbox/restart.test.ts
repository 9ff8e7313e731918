import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fen, isConfigurationError } from '../pandapon/index.ts';
import { type ManualClock, manualClock } from './clock.ts';
import { answerTo, buyOne, buyPaid, KEYS, receiver, type Stage, stage, statusOf } from './fixtures/stage.ts';
import { createSandbox } from './server.ts';

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'sandbox-data-'));
});
afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

const open = (clock: ManualClock): Promise<Stage> => stage({ dataDirectory, clock });

test('orders, ledger, faults and settings are as they were', async () => {
  const clock = manualClock();
  const first = await open(clock);
  await buyOne(first);
  const paid = await buyPaid(first);
  await first.sandbox.tick(4);
  await answerTo(first, 'alibaba.order.payUrl', { orderId: paid });
  first.sandbox.addFaults({ operation: 'create', when: 'after', kind: 'reset', times: 3 });
  first.sandbox.settings({ cancelTooFastSeconds: 1, prices: { x: 5 } });
  const before = [
    first.sandbox.orders(),
    first.sandbox.ledger(),
    first.sandbox.faults(),
    first.sandbox.settings(),
  ];
  await first.sandbox.close();

  await using second = await open(clock);
  const { sandbox } = second;
  expect([sandbox.orders(), sandbox.ledger(), sandbox.faults(), sandbox.settings()]).toEqual(before);
});

test('carts and refunds are as they were, and a refund goes on', async () => {
  const clock = manualClock();
  const first = await open(clock);
  const line = { offerMapId: 'o', specId: 's', quantity: 1, sellerOpenId: 'shop' };
  await answerTo(first, 'alibaba.cart.add', line);
  const id = await buyPaid(first, 'shop-noship');
  const { refundId } = await answerTo(first, 'alibaba.refund.create', {
    orderId: id,
    orderEntryIds: [id],
    disputeRequest: 'refund',
    applyPayment: fen(500),
    applyCarriage: fen(0),
    applyReasonId: '20006',
    description: '',
    goodsStatus: 'refundWaitSellerSend',
  });
  const before = [await answerTo(first, 'alibaba.cart.list', {}), first.sandbox.refunds()];
  await first.sandbox.close();

  await using second = await open(clock);
  expect([await answerTo(second, 'alibaba.cart.list', {}), second.sandbox.refunds()]).toEqual(before);
  await second.sandbox.tick(2);
  const detail = await answerTo(second, 'alibaba.refund.detail', { refundId: refundId ?? '' });
  expect(detail.status).toBe('refundsuccess');
  await answerTo(second, 'alibaba.cart.add', { ...line, specId: 'other' });
  const records = (await answerTo(second, 'alibaba.cart.list', {})).enableList?.[0]?.cartItemInfos ?? [];
  expect(new Set(records.map((record) => record.id)).size).toBe(2);
});

test('an order goes on where it was, and what fell due meanwhile happened at its time', async () => {
  const clock = manualClock();
  const first = await open(clock);
  const id = await buyPaid(first);
  const paidAt = clock.now();
  await first.sandbox.close();
  clock.moveTo(paidAt + 6_000);

  await using second = await open(clock);
  expect(second.sandbox.order(id)).toMatchObject({
    status: 'waitbuyerreceive',
    allShippedAt: new Date(paidAt + 3_000).toISOString(),
  });
  await second.sandbox.tick(4);
  expect(await statusOf(second, id)).toBe('signinsuccess');
});

test('ids made after a restart never repeat', async () => {
  const clock = manualClock();
  const first = await open(clock);
  const ids = [await buyOne(first), await buyOne(first)];
  await first.sandbox.close();
  await using second = await open(clock);
  ids.push(await buyOne(second));
  expect(new Set(ids).size).toBe(3);
});

test('a callback that was not taken is sent again by the next process at once, the same bytes', async () => {
  let status = 503;
  await using ear = await receiver(() => status);
  const clock = manualClock();
  const settings = { callbackUrl: ear.url, callbackTypes: ['ORDER_BUYER_VIEW_ORDER_PAY'] };
  const first = await stage({ dataDirectory, clock, settings });
  await buyPaid(first, 'x-noship');
  await first.sandbox.settled();
  await first.sandbox.close();
  status = 200;

  await using second = await stage({ dataDirectory, clock, settings });
  await second.sandbox.settled();
  expect(ear.received).toHaveLength(2);
  expect(ear.received[0]).toEqual(ear.received[1]);
});

test('a line that a crash cut off is dropped, all before it is kept', async () => {
  const clock = manualClock();
  const first = await open(clock);
  const id = await buyPaid(first);
  await first.sandbox.close();
  appendFileSync(join(dataDirectory, 'sandbox.jsonl'), '["orders","254');
  await using second = await open(clock);
  expect(second.sandbox.ledger().debits).toMatchObject([{ orderId: id }]);
});

test('each start rewrites the file to what is still valid', async () => {
  const clock = manualClock();
  const first = await open(clock);
  await buyPaid(first);
  await first.sandbox.tick(20);
  await first.sandbox.close();
  await (await open(clock)).sandbox.close();
  expect(readdirSync(dataDirectory)).toEqual(['sandbox.jsonl']);
  await using third = await open(clock);
  expect(third.sandbox.orders()).toHaveLength(1);
});

test('a second sandbox on the same port leaves the data of the first alone', async () => {
  const clock = manualClock();
  const first = await open(clock);
  const second = createSandbox({ ...KEYS, port: first.sandbox.port, dataDirectory, clock });
  await expect(second).rejects.toThrow(/is taken/);
  const id = await buyOne(first);
  await first.sandbox.close();
  await using third = await open(clock);
  expect(third.sandbox.order(id).status).toBe('waitbuyerpay');
});

test('a file that is no journal is refused in one line', async () => {
  writeFileSync(join(dataDirectory, 'sandbox.jsonl'), 'hello\n');
  const refused = createSandbox({ ...KEYS, port: 0, dataDirectory });
  await expect(refused).rejects.toSatisfy(isConfigurationError);
  await expect(refused).rejects.toThrow(/^SANDBOX_DATA can't be used: .*line 1/);
});
