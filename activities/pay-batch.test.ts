import { expect, test } from 'vitest';
import { closed, orderObject, paid, USER } from './fixtures/order-object.ts';
import { activitiesAt, run, scriptedPlatform } from './fixtures/run.ts';
import type { Call, Reply } from './fixtures/scripted-platform.ts';

const DETAIL = 'alibaba.order.detail';
const SUBMIT = 'alibaba.order.batchSubmitToPay';
const A = '2540608320348880001';
const B = '2540608320348880002';
const C = '2540608320348880003';

const platform = scriptedPlatform();
const pay = (...orderIds: string[]) =>
  run(activitiesAt(platform).spend.payBatch, {
    platform: '1688',
    userId: USER,
    purchaseId: 'po-1',
    orders: orderIds.map((orderId) => ({ orderId, ceilingFen: 2_300 })),
  });

/** Orders by id, before and after the submit. */
function orders(before: Record<string, unknown>, after: Record<string, unknown> = before): void {
  platform.on(DETAIL, ({ asked }: Call) => {
    const id = String(asked['orderId']);
    const order = (platform.count(SUBMIT) > 0 ? after : before)[id];
    return order === undefined ? { code: 404, msg: 'none' } : { data: order };
  });
}
const unpaid = (id: string, more = {}) => orderObject({ idOfStr: id, ...more });
const isPaid = (id: string) => paid({ idOfStr: id });
const submitted = (data: Record<string, unknown>): Reply => ({
  data: { success: true, payUrl: null, payFailureOrderList: [], errorCode: null, errorMsg: null, ...data },
});
const kinds = async (result: ReturnType<typeof pay>) => {
  const end = await result;
  return end.kind === 'submitted' ? end.orders.map((each) => [each.orderId, each.result.kind]) : end.kind;
};

test('only orders that read unpaid and within their ceiling are submitted', async () => {
  orders({ [A]: isPaid(A), [B]: unpaid(B), [C]: unpaid(C, { totalAmount: 24 }) }, { [B]: isPaid(B) });
  platform.on(SUBMIT, submitted({}));
  expect(await kinds(pay(A, B, C, '2540608320348880004'))).toEqual([
    [A, 'paid'],
    [B, 'paid'],
    [C, 'above-ceiling'],
    ['2540608320348880004', 'missing'],
  ]);
  expect(platform.calls.find(({ operation }) => operation === SUBMIT)?.asked).toEqual({ orderIds: [B] });
});

test('nothing is submitted when no order may be paid', async () => {
  orders({ [A]: isPaid(A), [B]: closed({ idOfStr: B }) });
  expect(await kinds(pay(A, B))).toEqual([
    [A, 'paid'],
    [B, 'not-payable'],
  ]);
  expect(platform.count(SUBMIT)).toBe(0);
});

test('after a Reset nothing is submitted before what was left behind has ended', async () => {
  platform.on(DETAIL, { data: unpaid(A) }, { data: isPaid(A) });
  const batch = {
    platform: '1688' as const,
    userId: USER,
    purchaseId: 'po-1',
    orders: [{ orderId: A, ceilingFen: 2_300 }],
    reset: true,
  };
  expect(await kinds(run(activitiesAt(platform).spend.payBatch, batch))).toEqual([[A, 'paid']]);
  expect(platform.count(SUBMIT)).toBe(0);
});

test('each order is judged by its own read: paid, failed, or left at the link', async () => {
  orders(
    { [A]: unpaid(A), [B]: unpaid(B), [C]: unpaid(C) },
    { [A]: isPaid(A), [B]: unpaid(B), [C]: unpaid(C) },
  );
  platform.on(
    SUBMIT,
    submitted({ payUrl: 'https://pay.example/2', payFailureOrderList: [BigInt(B)], errorCode: 'BALANCE' }),
  );
  expect(await pay(A, B, C)).toMatchObject({
    kind: 'submitted',
    orders: [
      { orderId: A, result: { kind: 'paid', sent: true } },
      { orderId: B, result: { kind: 'refused', code: 'BALANCE' } },
      { orderId: C, result: { kind: 'link', payUrl: 'https://pay.example/2' } },
    ],
  });
});

test('a failed order is found though its id comes rounded', async () => {
  const [far, near] = ['2540608320348880794', '2540608320349990000'];
  orders({ [far]: unpaid(far), [near]: unpaid(near) });
  platform.on(SUBMIT, submitted({ payFailureOrderList: [Number(far)], payUrl: 'https://pay.example/3' }));
  expect(await kinds(pay(far, near))).toEqual([
    [far, 'refused'],
    [near, 'link'],
  ]);
});

test('a lost submit is settled by the reads', async () => {
  orders({ [A]: unpaid(A), [B]: unpaid(B) }, { [A]: isPaid(A), [B]: unpaid(B) });
  platform.on(SUBMIT, 'cut');
  expect(await kinds(pay(A, B))).toEqual([
    [A, 'paid'],
    [B, 'unpaid'],
  ]);
  expect(platform.count(SUBMIT)).toBe(1);
});

test('a submit that is refused whole refuses what still reads unpaid', async () => {
  orders({ [A]: unpaid(A), [B]: unpaid(B) }, { [A]: isPaid(A), [B]: unpaid(B) });
  platform.on(SUBMIT, { code: 4004, msg: 'closed' });
  expect(await kinds(pay(A, B))).toEqual([
    [A, 'paid'],
    [B, 'refused'],
  ]);
});

test('an order that can not be read is left out and said to be unsent', async () => {
  platform.on(DETAIL, ({ asked }) => {
    if (asked['orderId'] === A) return { http: 503 };
    return { data: platform.count(SUBMIT) > 0 ? isPaid(B) : unpaid(B) };
  });
  platform.on(SUBMIT, submitted({}));
  expect(await kinds(pay(A, B))).toEqual([
    [A, 'not-sent'],
    [B, 'paid'],
  ]);
});

test('refused credentials stop the batch before anything is sent', async () => {
  platform.on(DETAIL, { code: 401, msg: 'signature' });
  expect(await kinds(pay(A, B))).toBe('credentials');
  expect(platform.count(SUBMIT)).toBe(0);
});

test('a submit that is turned away was not sent', async () => {
  orders({ [A]: unpaid(A) });
  platform.on(SUBMIT, { http: 429, headers: { 'retry-after': '3' } });
  expect(await pay(A)).toMatchObject({ kind: 'not-sent', retryAfterSeconds: 3 });
});

test('a batch that fails whole, without naming orders, leaves them unpaid and says why', async () => {
  orders({ [A]: unpaid(A) });
  platform.on(SUBMIT, submitted({ success: false, errorCode: 'BALANCE', errorMsg: 'too little' }));
  expect(await pay(A)).toMatchObject({
    orders: [{ result: { kind: 'unpaid', message: expect.stringContaining('BALANCE too little') } }],
  });
});

test('an order named twice is submitted once', async () => {
  orders({ [A]: unpaid(A) }, { [A]: isPaid(A) });
  platform.on(SUBMIT, submitted({}));
  expect(await kinds(pay(A, A))).toEqual([
    [A, 'paid'],
    [A, 'paid'],
  ]);
  expect(platform.calls.find(({ operation }) => operation === SUBMIT)?.asked).toEqual({ orderIds: [A] });
});

test('more than 30 orders are a mistake, and nothing is sent', async () => {
  const ids = Array.from({ length: 31 }, (_, index) => `25406083203488${String(index).padStart(5, '0')}`);
  await expect(pay(...ids)).rejects.toThrow('at most 30');
  expect(platform.calls).toEqual([]);
});
