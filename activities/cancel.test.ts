import { describe, expect, test } from 'vitest';
import { closed, NOW, ORDER_ID, orderObject, paid, USER } from './fixtures/order-object.ts';
import { activitiesAt, run, scriptedPlatform } from './fixtures/run.ts';
import type { Reply } from './fixtures/scripted-platform.ts';

const DETAIL = 'alibaba.order.detail';
const CANCEL = 'alibaba.order.cancel';

const platform = scriptedPlatform();
const cancel = () =>
  run(activitiesAt(platform).api.cancel, { platform: '1688', userId: USER, orderId: ORDER_ID });

const unpaid: Reply = { data: orderObject() };
const isClosed: Reply = { data: closed({ closeOperateType: 'CLOSE_TRADE_BY_BUYER' }) };
const isPaid: Reply = { data: paid() };

test.each([
  ['closed', isClosed, { kind: 'cancelled', sent: false, order: { closedBy: 'buyer' } }],
  ['paid', isPaid, { kind: 'paid' }],
  [
    'in a status nobody knows',
    { data: orderObject({ status: 'odd' }) },
    { kind: 'refused', code: 'UNKNOWN_STATUS' },
  ],
  ['gone', { code: 404, msg: 'none' }, { kind: 'missing' }],
  ['unreadable', { http: 500 }, { kind: 'not-sent' }],
] satisfies [string, Reply, object][])(
  'nothing is sent for an order that reads %s',
  async (_, detail, result) => {
    platform.on(DETAIL, detail);
    expect(await cancel()).toMatchObject(result);
    expect(platform.count(CANCEL)).toBe(0);
  },
);

test('the id goes out as an integer with all its digits', async () => {
  platform.on(DETAIL, unpaid, isClosed);
  platform.on(CANCEL, { data: true });
  expect(await cancel()).toMatchObject({ kind: 'cancelled', sent: true });
  const sent = platform.calls.find(({ operation }) => operation === CANCEL);
  expect(sent?.raw).toContain(`"orderId":${ORDER_ID}`);
});

describe('what was sent is judged by the read after it', () => {
  test.each([
    ['true, and closed', { data: true }, [isClosed], { kind: 'cancelled', sent: true }],
    ['true, and closed a little later', { data: true }, [unpaid, unpaid, isClosed], { kind: 'cancelled' }],
    ['true, and still open', { data: true }, [unpaid], { kind: 'still-open' }],
    ['false, and closed', { data: false }, [isClosed], { kind: 'cancelled' }],
    ['lost, and closed', 'cut', [isClosed], { kind: 'cancelled', sent: true }],
    ['lost, and still open', 'cut', [unpaid], { kind: 'still-open' }],
    ['lost, and not read back', 'cut', [{ http: 502 }], { kind: 'unknown' }],
    ['paid (4002)', { code: 4002, msg: 'PAID' }, [isPaid], { kind: 'paid' }],
    ['paid (4002), which shows late', { code: 4002, msg: 'PAID' }, [unpaid, isPaid], { kind: 'paid' }],
    ['closed (4004)', { code: 4004, msg: 'CLOSED' }, [isClosed], { kind: 'cancelled' }],
    ['a no', { code: 4010, msg: 'NO' }, [unpaid], { kind: 'refused', code: '4010' }],
    ['a no, not read back', { code: 4010, msg: 'NO' }, [{ http: 502 }], { kind: 'refused', order: null }],
  ] satisfies [string, Reply, Reply[], object][])('%s', async (_, answer, reads, result) => {
    platform.on(DETAIL, unpaid, ...reads);
    platform.on(CANCEL, answer);
    expect(await cancel()).toMatchObject(result);
    expect(platform.count(CANCEL)).toBe(1);
  });
});

describe('a cancel that came too early', () => {
  const createdAgo = (ms: number): Reply => ({
    data: orderObject({ createTime: new Date(NOW - ms).toISOString() }),
  });
  test.each([
    ['just created', 0, 11],
    ['4 s old', 4_000, 7],
    ['old by our clock', 60_000, 1],
    ['from the future of our clock', -60_000, 11],
  ])('waits out what is left of the ten seconds: %s', async (_, ms, retryAfterSeconds) => {
    platform.on(DETAIL, createdAgo(ms));
    platform.on(CANCEL, { code: 4001, msg: 'CLOSE_ORDER_TOO_FAST' });
    expect(await cancel()).toMatchObject({ kind: 'too-early', retryAfterSeconds });
  });
});
