import { describe, expect, test } from 'vitest';
import { closed, ORDER_ID, orderObject, paid, USER } from './fixtures/order-object.ts';
import { activitiesAt, run, scriptedPlatform } from './fixtures/run.ts';
import type { Reply } from './fixtures/scripted-platform.ts';

const DETAIL = 'alibaba.order.detail';
const PAY = 'alibaba.order.payUrl';

const platform = scriptedPlatform();
const input = { platform: '1688' as const, userId: USER, orderId: ORDER_ID, ceilingFen: 2_300 };
const pay = (more: Partial<typeof input> = {}) =>
  run(activitiesAt(platform).spend.pay, { ...input, ...more });

const unpaid: Reply = { data: orderObject() };
const isPaid: Reply = { data: paid() };
const done = (data: Record<string, unknown>): Reply => ({
  data: { orderId: ORDER_ID, protocolPaySuccess: null, payUrl: null, cantPayOrderList: null, ...data },
});

describe('the read before decides whether anything is sent', () => {
  test.each([
    ['paid', isPaid, { kind: 'paid', sent: false }],
    [
      'paid by its pay time alone',
      { data: orderObject({ payTime: '2026-11-25T08:00:50.000+08:00' }) },
      { kind: 'paid' },
    ],
    ['received', { data: paid({ status: 'confirm_goods' }) }, { kind: 'paid', sent: false }],
    ['closed', { data: closed() }, { kind: 'not-payable' }],
    ['in a status nobody knows', { data: orderObject({ status: 'waitselleract' }) }, { kind: 'not-payable' }],
    ['a fen above the ceiling', { data: orderObject({ totalAmount: 23.01 }) }, { kind: 'above-ceiling' }],
    ['gone', { code: 404, msg: 'no such order' }, { kind: 'missing' }],
    ['unreadable', { http: 502, body: '<html>' }, { kind: 'not-sent' }],
    ['without a sum', { data: orderObject({ totalAmount: null }) }, { kind: 'not-sent' }],
    ['another order', { data: orderObject({ idOfStr: '2540608320348880795' }) }, { kind: 'not-sent' }],
    [
      'turned away',
      { http: 429, headers: { 'retry-after': '7' } },
      { kind: 'not-sent', retryAfterSeconds: 7 },
    ],
    ['refused the key', { code: 401, msg: 'bad signature' }, { kind: 'credentials' }],
  ] satisfies [string, Reply, object][])(
    'nothing is sent for an order that reads %s',
    async (_, detail, result) => {
      platform.on(DETAIL, detail);
      expect(await pay()).toMatchObject(result);
      expect(platform.count(PAY)).toBe(0);
    },
  );

  test('nothing is paid under a ceiling that is no number', async () => {
    platform.on(DETAIL, unpaid);
    expect(await pay({ ceilingFen: Number.NaN })).toMatchObject({ kind: 'above-ceiling' });
    expect(platform.count(PAY)).toBe(0);
  });

  test.each([
    ['of the run', { reset: true }, {}],
    ['of the activity', {}, { attempt: 2 }],
  ])('after a Reset %s nothing is sent before what was left behind has ended', async (_, more, info) => {
    platform.on(DETAIL, unpaid, isPaid);
    const result = await run(activitiesAt(platform).spend.pay, { ...input, ...more }, info);
    expect(result).toMatchObject({ kind: 'paid', sent: false });
    expect(platform.count(PAY)).toBe(0);
  });

  test('after a Reset an order that stays unpaid for half a minute is paid', async () => {
    platform.on(DETAIL, unpaid, unpaid, isPaid);
    platform.on(PAY, done({ protocolPaySuccess: true }));
    const waits: number[] = [];
    const { spend } = activitiesAt(platform, { wait: async (ms) => waits.push(ms) });
    expect(await run(spend.pay, { ...input, reset: true })).toMatchObject({ kind: 'paid', sent: true });
    expect(waits).toEqual([30_000]);
  });

  test('one lost read is made again', async () => {
    platform.on(DETAIL, 'cut', isPaid);
    expect(await pay()).toMatchObject({ kind: 'paid', sent: false });
  });
});

describe('the read after decides what became of it', () => {
  test('a false answer with a debit is a payment', async () => {
    platform.on(DETAIL, unpaid, isPaid);
    platform.on(PAY, done({ protocolPaySuccess: false }));
    expect(await pay()).toMatchObject({ kind: 'paid', sent: true });
  });

  test('a lost answer with a debit that shows late is a payment', async () => {
    platform.on(DETAIL, unpaid, unpaid, unpaid, isPaid);
    platform.on(PAY, 'cut');
    expect(await pay()).toMatchObject({ kind: 'paid', sent: true });
  });

  test('a lost answer without a debit is unpaid', async () => {
    platform.on(DETAIL, unpaid);
    platform.on(PAY, 'silence');
    expect(await pay()).toMatchObject({ kind: 'unpaid', order: { paidAt: null } });
  });

  test('a lost answer that can not be read back is unknown', async () => {
    platform.on(DETAIL, unpaid, { http: 503 });
    platform.on(PAY, { http: 504, body: '<html>' });
    expect(await pay()).toMatchObject({ kind: 'unknown' });
  });

  test('a success that does not show stays unpaid', async () => {
    platform.on(DETAIL, unpaid);
    platform.on(PAY, done({ protocolPaySuccess: true }));
    expect(await pay()).toMatchObject({ kind: 'unpaid' });
  });

  test('a read that fails in between does not hide the payment', async () => {
    platform.on(DETAIL, unpaid, { http: 500 }, 'cut', isPaid);
    platform.on(PAY, done({ protocolPaySuccess: true }));
    expect(await pay()).toMatchObject({ kind: 'paid', sent: true });
  });

  test('a link is for an order that is still unpaid', async () => {
    platform.on(DETAIL, unpaid);
    platform.on(PAY, done({ protocolPaySuccess: false, payUrl: 'https://pay.example/1' }));
    expect(await pay()).toMatchObject({ kind: 'link', payUrl: 'https://pay.example/1' });
    platform.on(DETAIL, unpaid, isPaid);
    expect(await pay()).toMatchObject({ kind: 'paid' });
  });

  test('an order that the platform can not pay is refused', async () => {
    platform.on(DETAIL, unpaid);
    platform.on(PAY, done({ cantPayOrderList: [BigInt(ORDER_ID)] }));
    expect(await pay()).toMatchObject({ kind: 'refused', code: 'CANT_PAY' });
  });

  test('a refusal carries code and text, and the order as it reads now', async () => {
    platform.on(DETAIL, unpaid, { data: closed() });
    platform.on(PAY, { code: 4004, msg: 'ORDER_CLOSED, call 13812345678' });
    const result = await pay();
    expect(result).toMatchObject({ kind: 'refused', code: '4004', order: { status: 'cancel' } });
    expect(JSON.stringify(result)).not.toContain('13812345678');
  });

  test('a refusal of an order that then reads paid is a payment', async () => {
    platform.on(DETAIL, unpaid, isPaid);
    platform.on(PAY, { code: 4002, msg: 'paid' });
    expect(await pay()).toMatchObject({ kind: 'paid', sent: true });
  });

  test('a send that is turned away was not sent', async () => {
    platform.on(DETAIL, unpaid);
    platform.on(PAY, { code: 429, msg: 'too many' });
    expect(await pay()).toMatchObject({ kind: 'not-sent', patienceSeconds: 1_800 });
  });
});

const replies: Reply[] = [
  done({ protocolPaySuccess: true }),
  done({ protocolPaySuccess: false }),
  done({ payUrl: 'https://pay.example/1' }),
  { code: 4001, msg: 'no' },
  { code: 500, msg: 'error' },
  { code: 429, msg: 'slow' },
  { code: 403, msg: 'no' },
  { http: 503, headers: { 'retry-after': '1' } },
  { http: 200, body: '<html>' },
  'cut',
  'silence',
];

test.each(replies)('whatever is answered, it is sent once: %j', async (reply) => {
  platform.on(DETAIL, unpaid);
  platform.on(PAY, reply);
  await pay();
  expect(platform.count(PAY)).toBe(1);
});
