import { expect, test } from 'vitest';
import type { CallReport } from './client.ts';
import { BATCH_CREATE_ANSWER, BATCH_CREATE_REQUESTS } from './fixtures/files.ts';
import { sendData, startServer } from './fixtures/http-server.ts';
import { CREDENTIALS, clientOf } from './fixtures/test-client.ts';
import { parseExact } from './json.ts';
import { operations } from './operations.ts';
import { isRequestInvalidError } from './request-invalid-error.ts';
import { orderIdOf, subItemIdOf } from './shapes/orders.ts';
import { signRequest } from './sign.ts';

const detail = { webSite: '1688', orderId: '2540608320348880794' } as const;

test('each call carries the five headers, signed, with a nonce of its own and the time in milliseconds', async () => {
  await using server = await startServer(sendData('{}'));
  const platform = clientOf(server.url);
  await platform.call('alibaba.order.detail', detail);
  await platform.call('alibaba.order.detail', detail);

  const [first, second] = server.received.map(({ headers }) => headers);
  expect(first).toMatchObject({
    'access-key': CREDENTIALS.accessKey,
    'user-id': CREDENTIALS.userId,
    'content-type': 'application/json',
    'nonce-str': expect.stringMatching(/^[0-9a-z]{32}$/),
    timestamp: expect.stringMatching(/^\d{13}$/),
  });
  expect(Math.abs(Number(first?.['timestamp']) - Date.now())).toBeLessThan(60_000);
  expect(second?.['nonce-str']).not.toBe(first?.['nonce-str']);
  expect(first?.['signature']).toBe(
    signRequest({
      accessKey: CREDENTIALS.accessKey,
      secret: CREDENTIALS.secrets[0] ?? '',
      timestamp: String(first?.['timestamp']),
      nonce: String(first?.['nonce-str']),
    }),
  );
});

test('timestampUnit s sends ten digits', async () => {
  await using server = await startServer(sendData('{}'));
  await clientOf(server.url, { timestampUnit: 's' }).call('alibaba.order.detail', detail);
  expect(server.received[0]?.headers['timestamp']).toMatch(/^\d{10}$/);
});

test('a body has its length and is not sent in chunks', async () => {
  await using server = await startServer(sendData('{}'));
  await clientOf(server.url).call('alibaba.order.detail', detail);
  const [request] = server.received;
  expect(request?.headers['content-length']).toBe(String(Buffer.byteLength(request?.body ?? '')));
});

test('a rotated secret signs the next call; the first of several signs', async () => {
  await using server = await startServer(sendData('{}'));
  let secrets = ['old'];
  const platform = clientOf(server.url, { credentials: () => ({ ...CREDENTIALS, secrets }) });
  await platform.call('alibaba.order.detail', detail);
  secrets = ['new', 'old'];
  await platform.call('alibaba.order.detail', detail);

  const signedWith = (secret: string, index: number): boolean => {
    const headers = server.received[index]?.headers ?? {};
    const { accessKey } = CREDENTIALS;
    const timestamp = String(headers['timestamp']);
    const nonce = String(headers['nonce-str']);
    return headers['signature'] === signRequest({ accessKey, timestamp, nonce, secret });
  };
  expect([signedWith('old', 0), signedWith('new', 1)]).toEqual([true, true]);
});

test('a call may speak for another user, but not with a name that breaks the header', async () => {
  await using server = await startServer(sendData('{}'));
  const platform = clientOf(server.url);
  await platform.call('alibaba.order.detail', detail, { userId: '1700000000001' });
  expect(server.received[0]?.headers['user-id']).toBe('1700000000001');
  await expect(platform.call('alibaba.order.detail', detail, { userId: 'a\nb' })).rejects.toThrow(/user-id/);
  expect(server.received).toHaveLength(1);
});

test.each(BATCH_CREATE_REQUESTS.map((text) => [text]))(
  'the documented batch create body goes out with the same members in the same order',
  async (text) => {
    await using server = await startServer(sendData('[]'));
    const { request } = operations['alibaba.order.batchCreate'];
    const outcome = await clientOf(server.url).call(
      'alibaba.order.batchCreate',
      request.parse(parseExact(text)),
    );
    expect(outcome.kind).toBe('done');
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      url: '/v2/alibaba/order/batch/create',
      body: JSON.stringify(JSON.parse(text)),
    });
  },
);

test('the documented batch create answer is read with exact ids, fen and UTC', async () => {
  await using server = await startServer((response) => response.end(BATCH_CREATE_ANSWER));
  const request = operations['alibaba.order.batchCreate'].request.parse(parseExact(BATCH_CREATE_REQUESTS[0]));
  const outcome = await clientOf(server.url).call('alibaba.order.batchCreate', request);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  const [order] = outcome.data;
  const [item] = order?.productItems ?? [];
  if (!order || !item) throw new Error('no order');
  // The integers of the sample were rounded where it was printed; the texts beside them are the truth.
  expect([orderIdOf(order), subItemIdOf(item)]).toEqual(['2540608320348880794', '2540608320348880794']);
  expect(order.baseInfo).toMatchObject({
    status: 'waitbuyerpay',
    totalAmount: 2_300,
    sumProductPayment: 1_900,
    shippingFee: 400,
    discount: 0,
    refund: 0,
    createTime: '2025-04-23T06:13:44.000Z',
    payTime: null,
    payTimeout: 432_000,
  });
  expect(item).toMatchObject({ itemAmount: 1_900, price: 1_900, quantity: 1, logisticsStatus: 1 });
});

test('a request that does not fit names every place, no value, and is not sent', async () => {
  await using server = await startServer(sendData('[]'));
  const call = clientOf(server.url).call('alibaba.order.batchCreate', {
    flow: 'general',
    message: '号'.repeat(201),
    addressParam: { mobile: '13900000001' },
    cargoParamList: [{ offerMapId: 'o', specId: '', quantity: 1.5 }],
  });
  const error: unknown = await call.catch((thrown) => thrown);
  if (!isRequestInvalidError(error)) throw error;
  expect(error.problems.map(({ pointer }) => pointer)).toEqual([
    '/message',
    '/cargoParamList/0/specId',
    '/cargoParamList/0/quantity',
  ]);
  expect(error.message).not.toMatch(/139|号号/);
  expect(server.received).toEqual([]);
});

test('absent members of a GET do not appear in its query, and texts are escaped', async () => {
  await using server = await startServer(sendData('[]'));
  const input = {
    orderId: '1',
    note: '号 &=',
    none: null,
    not: undefined,
    deep: { id: 2540608320348880794n },
  };
  await clientOf(server.url).call('alibaba.order.logisticsTrace', input);
  const query = new URL(server.received[0]?.url ?? '', server.url).searchParams;
  expect(Object.fromEntries(query)).toEqual({
    orderId: '1',
    note: '号 &=',
    deep: '{"id":2540608320348880794}',
  });
});

test('an override moves an operation to another method and path', async () => {
  await using server = await startServer(sendData('{}'));
  const endpoints = { 'alibaba.order.detail': { method: 'GET', path: '/v3/detail' } } as const;
  await clientOf(server.url, { endpoints }).call('alibaba.order.detail', detail);
  expect(server.received[0]).toMatchObject({
    method: 'GET',
    url: '/v3/detail?webSite=1688&orderId=2540608320348880794',
  });
});

test('each call is told once, by operation and outcome', async () => {
  await using server = await startServer(sendData('{}'));
  const reports: CallReport[] = [];
  await clientOf(server.url, { onCall: (report) => reports.push(report) }).call(
    'alibaba.order.detail',
    detail,
  );
  expect(reports).toEqual([
    { operation: 'alibaba.order.detail', outcome: 'done', milliseconds: expect.any(Number) },
  ]);
});

test('calls beyond the rate wait their turn', async () => {
  await using server = await startServer(sendData('{}'));
  const platform = clientOf(server.url, { callsPerSecond: 20 });
  const since = performance.now();
  await Promise.all(Array.from({ length: 24 }, () => platform.call('alibaba.order.detail', detail)));
  expect(performance.now() - since).toBeGreaterThan(180);
});
