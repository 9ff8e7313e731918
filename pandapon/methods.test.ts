import { expect, expectTypeOf, test } from 'vitest';
import { sendData, startServer } from './fixtures/http-server.ts';
import { CREDENTIALS, clientOf } from './fixtures/test-client.ts';
import type { Methods } from './methods.ts';
import type { Fen } from './money.ts';
import { operations, type RequestOf } from './operations.ts';
import type { Outcome } from './outcome.ts';
import { isRequestInvalidError } from './request-invalid-error.ts';
import { signQuery } from './sign.ts';

const entries = (value: object): [string, object][] => Object.entries(value);

test('each operation is a method by the parts of its name, and calls what its name calls', async () => {
  await using server = await startServer(sendData('true'));
  const platform = clientOf(server.url);
  const named = entries(platform).flatMap(([first, subjects]) =>
    entries(subjects).flatMap(([second, verbs]) =>
      entries(verbs).map(([third]) => `${first}.${second}.${third}`),
    ),
  );
  expect(named).toEqual(Object.keys(operations));

  const outcome = await platform.alibaba.order.cancel({ webSite: '1688', orderId: '2540608320348880794' });
  expect(outcome).toMatchObject({ kind: 'done', data: true });
  expect(server.received[0]).toMatchObject({
    url: '/v2/alibaba/order/cancel',
    body: '{"webSite":"1688","orderId":2540608320348880794}',
  });
});

test('where nothing of a request is needed it may be left out; options go last', async () => {
  await using server = await startServer(sendData('{}'));
  const platform = clientOf(server.url);
  await platform.alibaba.cart.list();
  await platform.alibaba.cart.list({}, { userId: '9' });
  expect(server.received.map(({ url, headers }) => [url, headers['user-id']])).toEqual([
    ['/v2/alibaba/cart/list', CREDENTIALS.userId],
    ['/v2/alibaba/cart/list', '9'],
  ]);
});

test('methods are typed by their operation', () => {
  expectTypeOf<Methods['alibaba']['goods']['searchByKeyword']>()
    .parameter(0)
    .toEqualTypeOf<RequestOf<'alibaba.goods.searchByKeyword'> | undefined>();
  expectTypeOf<Methods['alibaba']['refund']['create']>()
    .parameter(0)
    .toEqualTypeOf<RequestOf<'alibaba.refund.create'>>();
  expectTypeOf<Methods['alibaba']['cart']['add']>().returns.resolves.toEqualTypeOf<Outcome<boolean>>();
  expectTypeOf<RequestOf<'taobao.order.create'>['purchaseAmount']>().toEqualTypeOf<Fen | null | undefined>();
  expectTypeOf<RequestOf<'taobao.order.create'>['receiver']['mobile_phone']>().toEqualTypeOf<
    string | null | undefined
  >();
});

test('a member of the path stands nowhere else, escaped', async () => {
  await using server = await startServer(sendData('{"cancelSuccess":true}'));
  const platform = clientOf(server.url);
  await platform.taobao.refund.cancel({ refundId: '110002685755' });
  expect(server.received[0]).toMatchObject({
    method: 'GET',
    url: '/v2/taobao/order/refund/cancel/110002685755',
  });
  await expect(platform.taobao.refund.cancel({ refundId: '../pay' })).rejects.toSatisfy(
    isRequestInvalidError,
  );
  expect(server.received).toHaveLength(1);
});

test('an override may put a member into the path, or take it out', async () => {
  await using server = await startServer(sendData('{}'));
  const endpoints = {
    'taobao.refund.cancel': { method: 'POST', path: '/v3/refund/cancel' },
    'alibaba.refund.detail': { method: 'GET', path: '/v3/refund/{refundId}' },
    'taobao.goods.detail': { path: '/v3/item/{itemId}' },
  } as const;
  const platform = clientOf(server.url, { endpoints });
  await platform.taobao.refund.cancel({ refundId: '1' });
  await platform.alibaba.refund.detail({ refundId: 'TQ1' });
  await platform.taobao.goods.detail({ itemId: 'a/b?c' });
  expect(server.received.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
    'POST /v3/refund/cancel {"refundId":"1"}',
    'GET /v3/refund/TQ1 ',
    'GET /v3/item/a%2Fb%3Fc ',
  ]);
  await expect(platform.taobao.goods.detail({ itemId: '..' })).rejects.toThrow(/\/itemId must be given/);
});

test('freight abroad proves itself in the query, and sends no signed headers', async () => {
  await using server = await startServer(sendData('[]'));
  const { accessKey, secrets } = CREDENTIALS;
  await clientOf(server.url).warehouse.freight.estimate({
    itemId: '1',
    skuId: '2',
    quantity: 1,
    currency: 'CNY',
    price: '19.00',
    receiverAddress: { country: 'US', name: 'Jane Example' },
  });
  const [request] = server.received;
  const url = new URL(request?.url ?? '', server.url);
  const { timestamp = '', sign, ...others } = Object.fromEntries(url.searchParams);
  expect(url.pathname).toBe('/v2/open/pp/logistics/itemLogisticsPrice');
  expect(timestamp).toMatch(/^\d{10}$/);
  expect(sign).toBe(signQuery({ accessKey, timestamp, secret: secrets[0] ?? '' }));
  expect(others).toEqual({});
  const proof = ['access-key', 'signature', 'user-id', 'nonce-str', 'timestamp'];
  expect(Object.keys(request?.headers ?? {}).filter((name) => proof.includes(name))).toEqual([]);
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ receiverAddress: { country: 'US' }, quantity: 1 });
});

test('a refusal repeats no receiver of any kind', async () => {
  const msg = 'Jane Example, 1 Example Street, jane@example.com: 张三 练习路1号 not deliverable';
  await using server = await startServer((response) => response.end(`{"code":4000,"msg":"${msg}"}`));
  const { warehouse, taobao } = clientOf(server.url);
  const abroad = await warehouse.freight.render({
    receiverAddress: { name: 'Jane Example', address: '1 Example Street', email: 'jane@example.com' },
    renderItems: [{ itemId: '1', skuId: '2', quantity: 1, freightInfo: {} }],
  });
  expect(abroad).toMatchObject({ message: '***, ***, ***: 张三 练习路1号 not deliverable' });
  const domestic = await taobao.order.create({
    orderLineList: [{ itemId: '1', skuId: '2', quantity: '1' }],
    receiver: { name: '张三', address: '练习路1号' },
  });
  expect(domestic).toMatchObject({
    message: 'Jane Example, 1 Example Street, jane@example.com: *** *** not deliverable',
  });
});
