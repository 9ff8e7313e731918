import { expect, test } from 'vitest';
import { newNonce, signRequest } from '../pandapon/index.ts';
import { answerTo, body, buyOne, clientOf, gist, KEYS, type Stage, stage, USER } from './fixtures/stage.ts';

interface Signed {
  accessKey?: string;
  secret?: string;
  timestamp?: string;
  nonce?: string;
  userId?: string;
}

/** Sends a list call signed as told, and answers the envelope's code and msg. */
async function listSigned({ sandbox }: Stage, signed: Signed = {}): Promise<string> {
  const { accessKey = KEYS.accessKey, secret = KEYS.secret, userId = USER } = signed;
  const { timestamp = String(Date.now()), nonce = newNonce() } = signed;
  const response = await fetch(`${sandbox.url}/v2/alibaba/order/page`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'access-key': accessKey,
      'user-id': userId,
      'nonce-str': nonce,
      timestamp,
      signature: signRequest({ accessKey, timestamp, nonce, secret }),
    },
    body: '{"pageNo":1,"pageSize":1}',
  });
  const { code, msg } = (await response.json()) as { code: number; msg: string };
  return `${response.status} ${code} ${msg}`;
}

const agoMs = (seconds: number): string => String(Date.now() - seconds * 1000);

test('milliseconds and seconds are both taken, up to 600 seconds away', async () => {
  await using on = await stage();
  expect(await listSigned(on)).toBe('200 200 成功');
  expect(await listSigned(on, { timestamp: agoMs(595) })).toBe('200 200 成功');
  expect(await listSigned(on, { timestamp: agoMs(-595).slice(0, 10) })).toBe('200 200 成功');
});

test.each<[string, Signed]>([
  ['401 ACCESS_KEY_UNKNOWN', { accessKey: 'ak-other' }],
  ['401 SIGNATURE_WRONG', { secret: 'secret-other' }],
  ['401 NONCE_MISSING', { nonce: '' }],
  ['401 TIMESTAMP_MISSING_OR_WRONG', { timestamp: 'now' }],
  ['401 TIMESTAMP_TOO_FAR_FROM_NOW', { timestamp: agoMs(605) }],
  ['401 TIMESTAMP_TOO_FAR_FROM_NOW', { timestamp: agoMs(-605).slice(0, 10) }],
  ['403 USER_ID_NOT_ALLOWED', { userId: '' }],
])('HTTP 200 with code %s', async (said, signed) => {
  await using on = await stage();
  expect(await listSigned(on, signed)).toBe(`200 ${said}`);
  expect(on.sandbox.ledger()).toMatchObject({ unauthorized: 1, calls: {} });
});

test('the manual clock of an order does not touch the check of signatures', async () => {
  await using on = await stage();
  await on.sandbox.tick(86_400);
  expect(await listSigned(on)).toBe('200 200 成功');
});

test('a platform clock that is wrong refuses, and its Date header says so', async () => {
  await using on = await stage({ settings: { clockOffsetSeconds: 3600 } });
  expect(await listSigned(on)).toBe('200 401 TIMESTAMP_TOO_FAR_FROM_NOW');
  const response = await fetch(`${on.sandbox.url}/v2/alibaba/order/page`, { method: 'POST' });
  expect(Date.parse(response.headers.get('date') ?? '') - Date.now()).toBeGreaterThan(3_500_000);
});

test('a nonce used twice is counted, and the client never does', async () => {
  await using on = await stage();
  await buyOne(on);
  await buyOne(on);
  expect(on.sandbox.ledger().reusedNonces).toBe(0);
  const nonce = newNonce();
  await listSigned(on, { nonce });
  await listSigned(on, { nonce });
  expect(on.sandbox.ledger().reusedNonces).toBe(1);
});

test("each user sees and moves only that user's own orders", async () => {
  await using on = await stage();
  const orderId = await buyOne(on);
  const other = { userId: '1700000000001' };
  const { platform } = on;
  const gists = await Promise.all([
    platform.call('alibaba.order.detail', { webSite: '1688', orderId }, other),
    platform.call('alibaba.order.logisticsTrace', { orderId }, other),
    platform.call('alibaba.order.payUrl', { orderId }, other),
    platform.call('alibaba.order.cancel', { webSite: '1688', orderId }, other),
    platform.call('alibaba.order.receiveGoods', { orderId, orderEntryIds: [orderId] }, other),
  ]);
  expect(gists.map(gist)).toEqual(Array(5).fill('refused 404'));
  const list = await platform.call('alibaba.order.page', { pageNo: 1, pageSize: 50 }, other);
  expect(list).toMatchObject({ kind: 'done', data: { data: [], totalRecords: 0 } });
  const batch = await platform.call('alibaba.order.batchSubmitToPay', { orderIds: [orderId] }, other);
  expect(batch).toMatchObject({ kind: 'done', data: { success: false, payFailureOrderList: [orderId] } });
  expect(on.sandbox.ledger().debits).toEqual([]);
});

test('userIds keeps all others out', async () => {
  await using on = await stage({ settings: { userIds: [USER] } });
  await buyOne(on);
  const outcome = await on.platform.call('alibaba.order.batchCreate', body({ seller: 's' }), {
    userId: '17',
  });
  expect(outcome).toMatchObject({ kind: 'credentials', code: '403' });
});

test('a body that does not fit is refused with a place, and nothing is done', async () => {
  await using on = await stage();
  const nonce = newNonce();
  const timestamp = String(Date.now());
  const send = (path: string, content: string) =>
    fetch(`${on.sandbox.url}${path}`, {
      method: 'POST',
      headers: {
        'access-key': KEYS.accessKey,
        'user-id': USER,
        'nonce-str': nonce,
        timestamp,
        signature: signRequest({ accessKey: KEYS.accessKey, timestamp, nonce, secret: KEYS.secret }),
      },
      body: content,
    }).then((response) => response.json());
  expect(await send('/v2/alibaba/order/batch/create', 'nonsense')).toMatchObject({ code: 4000 });
  expect(
    await send('/v2/alibaba/order/batch/create', '{"flow":"general","addressParam":{},"cargoParamList":[]}'),
  ).toMatchObject({ code: 4000, msg: expect.stringContaining('/cargoParamList') });
  // An id as text where the platform wants an integer, and the other way round.
  expect(
    await send('/v2/alibaba/order/cancel', '{"webSite":"1688","orderId":"2540608320348880794"}'),
  ).toMatchObject({ code: 4000, msg: expect.stringContaining('/orderId') });
  expect(
    await send('/alibaba/order/batch/submit/to/pay', '{"orderIds":[2540608320348880794]}'),
  ).toMatchObject({ code: 4000, msg: expect.stringContaining('/orderIds/0') });
  const many = JSON.stringify({ orderIds: Array(31).fill('1') });
  expect(await send('/alibaba/order/batch/submit/to/pay', many)).toMatchObject({ code: 4000 });
  expect(on.sandbox.ledger().totals.orders).toBe(0);
});

test('only the paths of the platform exist', async () => {
  await using on = await stage();
  const status = async (method: string, path: string): Promise<number> =>
    (await fetch(on.sandbox.url + path, { method })).status;
  expect(await status('POST', '/v2/alibaba/order/detail')).toBe(404);
  expect(await status('POST', '/v2/alibaba/order/create/previewbatch')).toBe(404);
  expect(await status('POST', '/v2/alibaba/order/receivegoods')).toBe(404);
  expect(await status('GET', '/v2/alibaba/order/cancel')).toBe(405);
});

test('an endpoint that is overridden is served where the override says', async () => {
  const endpoints = { 'alibaba.order.detail': { path: '/v2/alibaba/order/detail' } } as const;
  await using on = await stage({ endpoints });
  const orderId = await buyOne(on);
  const moved = clientOf(on.sandbox, { endpoints });
  const outcome = await moved.call('alibaba.order.detail', { webSite: '1688', orderId });
  expect(outcome.kind).toBe('done');
});

test('rounded ids: a client that reads the text beside them still has every digit', async () => {
  await using on = await stage({ settings: { roundIds: true } });
  const id = await buyOne(on);
  const response = await fetch(`${on.sandbox.url}/_sandbox/orders/${id}?wire`);
  expect(await response.text()).toContain(`"id":${String(Number(id))},`);
  const order = await answerTo(on, 'alibaba.order.detail', { webSite: '1688', orderId: id });
  expect(order.baseInfo?.idOfStr).toBe(id);
});
