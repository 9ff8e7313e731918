import { describe, expect, it } from 'vitest';
import { errorFor } from '../client/errors.ts';
import { ROLES } from './api-keys.ts';
import { KEY, problemIn, startGateway } from './fixtures/gateway.ts';
import type { OrdersPort, Said } from './orders-port.ts';

const authorization = `Bearer ${KEY}`;
const get = (url: string, path: string, headers: Record<string, string> = { authorization }) =>
  fetch(`${url}${path}`, { headers });
const post = (url: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      authorization,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const emptyPage = async () => ({ items: [], nextCursor: null });
const gone = async (): Promise<never> => {
  throw errorFor('NOT_FOUND', 'purchase po-1: there is no such run');
};

describe('keys and roles', () => {
  const ROUTES: [method: string, path: string, role: string][] = [
    ['POST', '/v1/purchases', 'start'],
    ['GET', '/v1/purchases', 'view'],
    ['GET', '/v1/purchases/po-1', 'view'],
    ['GET', '/v1/orders', 'view'],
    ['GET', '/v1/orders/1688/2540608320348880794', 'view'],
    ['GET', '/v1/stuck', 'view'],
    ['GET', '/v1/spending', 'view'],
    ['POST', '/v1/spending', 'spend'],
    ['POST', '/v1/stuck/retry', 'operate'],
    ['POST', '/v1/purchases/po-1/approve', 'approve'],
    ['POST', '/v1/orders/1688/1/approve', 'approve'],
    ['POST', '/v1/orders/1688/1/confirm-receipt', 'spend'],
    ...['retry', 'skip', 'abort', 'adopt', 'cancel', 'hold', 'release'].map(
      (command): [string, string, string] => ['POST', `/v1/purchases/po-1/${command}`, 'operate'],
    ),
    ...['retry', 'skip', 'abort', 'cancel', 'hold', 'release'].map((command): [string, string, string] => [
      'POST',
      `/v1/orders/1688/1/${command}`,
      'operate',
    ]),
  ];

  it.each(ROUTES)('%s %s takes the role %s and no other', async (method, path, role) => {
    const { url } = await startGateway(
      Object.fromEntries(
        ['start', 'viewPurchase', 'viewOrder', 'commandPurchase', 'commandOrder', 'listPurchases']
          .concat(['listOrders', 'listStuck', 'retryStuck', 'spending', 'switchSpending'])
          .map((name) => [name, gone]),
      ),
    );
    const ask = async (headers: Record<string, string>) =>
      (method === 'GET' ? await get(url, path, headers) : await post(url, path, {}, headers)).status;
    const byRole = await Promise.all(
      ROLES.map(async (each) => [each, await ask({ authorization: `Bearer key-of-${each}` })]),
    );
    expect(byRole).toEqual(ROLES.map((each) => [each, each === role ? 404 : 403]));
    expect([await ask({ authorization: '' }), await ask({ authorization: 'Bearer nobody' })]).toEqual([
      401, 401,
    ]);
    expect(await ask({ authorization: `Basic ${KEY}` })).toBe(401);
  });
});

describe('what is not there', () => {
  it.each(['/', '/v1', '/v1/nothing', '/v1/purchases/', '/v1/payments', '/operate'])(
    '%s is 404',
    async (path) => {
      const { url } = await startGateway();
      expect(await problemIn(await get(url, path))).toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  it.each([
    '/v1/purchases/a%2Fb',
    '/v1/purchases/..%2F..',
    '/v1/purchases/13800138000',
    '/v1/purchases/%00',
    '/v1/purchases/%zz',
    `/v1/purchases/${'x'.repeat(65)}`,
    '/v1/orders/tmall/1',
    '/v1/orders/1688/one',
  ])('an id that nothing can have is 404 without asking: %s', async (path) => {
    const { url, lines } = await startGateway();
    expect(await problemIn(await get(url, path))).toMatchObject({ code: 'NOT_FOUND' });
    expect(JSON.stringify(lines)).not.toContain('13800138000');
  });

  it.each([
    ['DELETE', '/v1/purchases/po-1', 'GET, HEAD'],
    ['PUT', '/v1/purchases', 'POST, GET, HEAD'],
    ['GET', '/v1/purchases/po-1/retry', 'POST'],
    ['GET', '/callbacks/pandapon', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['OPTIONS', '/v1/stuck', 'GET, HEAD'],
  ])('%s %s is 405 and says what is allowed', async (method, path, allow) => {
    const { url } = await startGateway();
    const answer = await fetch(`${url}${path}`, { method, headers: { authorization } });
    expect(await problemIn(answer)).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers.get('allow')).toBe(allow);
  });
});

it('HEAD is answered as GET is, without the body; a percent-encoded id is the id', async () => {
  const asked: string[] = [];
  const viewPurchase: OrdersPort['viewPurchase'] = (id) => {
    asked.push(id);
    return gone();
  };
  const { url } = await startGateway({ viewPurchase, listPurchases: emptyPage });
  const head = (path: string) => fetch(`${url}${path}`, { method: 'HEAD', headers: { authorization } });
  const list = await head('/v1/purchases');
  expect([list.status, await list.text()]).toEqual([200, '']);
  expect((await head('/v1/purchases/po%2D1')).status).toBe(404);
  expect((await get(url, '/v1/purchases/%70o-1')).status).toBe(404);
  expect(asked).toEqual(['po-1', 'po-1']);
});

it('a head that is too long is 413', async () => {
  const { url } = await startGateway();
  const answer = await get(url, `/v1/purchases?cursor=${'x'.repeat(20_000)}`);
  expect(await problemIn(answer)).toMatchObject({ code: 'TOO_LARGE' });
});

describe('a query', () => {
  it.each([
    ['/v1/purchases?limit=0', '/limit'],
    ['/v1/purchases?limit=201', '/limit'],
    ['/v1/purchases?limit=ten', '/limit'],
    ['/v1/purchases?limit=', '/limit'],
    ['/v1/purchases?limit=1&limit=2', '/limit'],
    ['/v1/purchases?stauts=failed', '/stauts'],
    ['/v1/purchases?stage=paying', '/stage'],
    ['/v1/purchases?stuck=maybe', '/stuck'],
    ['/v1/orders?label=shop', '/label'],
    ['/v1/orders?dueBefore=tomorrow', '/dueBefore'],
    ['/v1/orders?billNo=a%27%20OR%20%271', '/billNo'],
    ['/v1/stuck?reason=BORED', '/reason'],
    ['/v1/purchases/po-1?wait=61', '/wait'],
    ['/v1/purchases/po-1?wait=5&revision=-1', '/revision'],
  ])('that does not fit is 422 with a pointer: %s', async (path, pointer) => {
    const { url } = await startGateway();
    const { code, errors } = await problemIn(await get(url, path));
    expect([code, errors?.map((each) => each.pointer)]).toEqual(['INVALID', [pointer]]);
  });

  it('reaches the library in its own types, with the default limit', async () => {
    const asked: unknown[] = [];
    const listPurchases: OrdersPort['listPurchases'] = (...all) => {
      asked.push(...all);
      return emptyPage();
    };
    const { url } = await startGateway({ listPurchases });
    await get(
      url,
      '/v1/purchases?stuck=true&label=channel%3Dshop-7&changedAfter=2026-01-01T00:00:00%2B08:00',
    );
    expect(asked).toEqual([
      { stuck: true, label: 'channel=shop-7', changedAfter: '2026-01-01T00:00:00+08:00' },
      { limit: 50 },
    ]);
  });
});

describe('an error of the library', () => {
  const refusing = (error: Error) => startGateway({ viewPurchase: () => Promise.reject(error) });

  it('keeps its code, its pointers and its sentence', async () => {
    const errors = [{ pointer: '/id', message: 'is wrong' }];
    const { url } = await refusing(errorFor('INVALID', 'the purchase does not fit', { errors }));
    expect(await problemIn(await get(url, '/v1/purchases/po-1'))).toEqual({
      type: '/docs#INVALID',
      title: 'The request does not fit the schema',
      status: 422,
      detail: 'the purchase does not fit',
      code: 'INVALID',
      errors,
    });
  });

  it.each(['TEMPORAL_UNAVAILABLE', 'NO_WORKER', 'OVERLOADED'] as const)(
    '%s says when to come again',
    async (code) => {
      const { url } = await refusing(errorFor(code, 'away'));
      const answer = await get(url, '/v1/purchases/po-1');
      expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([503, expect.any(Number)]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    },
  );

  it('that it does not know is 500; what it says stays inside, where it broke is in the log', async () => {
    const { url, lines } = await refusing(new TypeError('the address 文三路 1 号 is odd'));
    const answer = await get(url, '/v1/purchases/po-1', { authorization, 'x-request-id': 'req-1' });
    expect(await problemIn(answer)).toMatchObject({ code: 'INTERNAL' });
    expect(answer.headers.get('x-request-id')).toBe('req-1');
    expect(lines).toMatchObject([
      { event: 'bug', requestId: 'req-1', error: 'TypeError', at: expect.any(Array) },
      { event: 'request', requestId: 'req-1', status: 500, code: 'INTERNAL', purchaseId: 'po-1' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('文三路');
  });

  it('OUTCOME_UNKNOWN hands the key back with which the same can be sent again', async () => {
    const { url } = await startGateway({
      commandPurchase: async (_id, _command, { idempotencyKey }) => {
        throw errorFor('OUTCOME_UNKNOWN', 'purchase po-1: not answered', { idempotencyKey });
      },
    });
    const made = await post(url, '/v1/purchases/po-1/retry');
    const { idempotencyKey } = await problemIn(made);
    expect([made.status, made.headers.get('idempotency-key')]).toEqual([503, idempotencyKey]);
    const given = await post(url, '/v1/purchases/po-1/retry', {}, { 'idempotency-key': 'mine-1' });
    expect(given.headers.get('idempotency-key')).toBe('mine-1');
  });
});

describe('a call about many runs', () => {
  it.each([
    ['/v1/stuck/retry', 'retryStuck', undefined],
    ['/v1/spending', 'switchSpending', { state: 'off' }],
  ] as const)(
    'POST %s goes on under its Idempotency-Key, or under one made here',
    async (path, name, body) => {
      const said: Said[] = [];
      const { url } = await startGateway({
        [name]: async (all: Said) => {
          said.push(all);
          throw errorFor('TEMPORAL_UNAVAILABLE', 'away');
        },
      });
      const given = await post(url, path, body, { 'idempotency-key': 'mine-1' });
      expect([given.status, given.headers.get('idempotency-key')]).toEqual([503, 'mine-1']);
      const made = (await post(url, path, body)).headers.get('idempotency-key');
      expect(said).toEqual([
        { body, operator: 'all', idempotencyKey: 'mine-1' },
        { body, operator: 'all', idempotencyKey: made },
      ]);
      expect((await post(url, path, body, { 'idempotency-key': 'a b' })).status).toBe(422);
    },
  );
});

describe('a command', () => {
  it('takes no null for a body', async () => {
    const { url } = await startGateway();
    expect(await problemIn(await post(url, '/v1/purchases/po-1/skip', null))).toMatchObject({
      code: 'INVALID',
    });
  });

  it('reaches the library with the name of the key and the idempotency key; no body is an absent one', async () => {
    const said: unknown[] = [];
    const commandOrder: OrdersPort['commandOrder'] = (...all) => {
      said.push(all);
      return gone();
    };
    const { url, lines } = await startGateway({ commandOrder });
    await post(url, '/v1/orders/1688/7/hold', undefined, { 'idempotency-key': 'k' });
    await post(url, '/v1/orders/1688/7/approve', { by: 'li', upToFen: 5 }, { 'idempotency-key': 'k' });
    const order = { platform: '1688', orderId: '7' };
    const door = { operator: 'all', idempotencyKey: 'k' };
    expect(said).toEqual([
      [order, 'hold', { ...door, body: undefined }],
      [order, 'approve', { ...door, body: { by: 'li', upToFen: 5 } }],
    ]);
    expect(lines).toMatchObject([
      { route: '/v1/orders/{platform}/{orderId}/hold', command: 'hold', orderId: '7', caller: 'all' },
      { route: '/v1/orders/{platform}/{orderId}/approve', command: 'approve' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('upToFen');
  });

  it.each(['', ' ', 'a b', 'x'.repeat(129)])('refuses the idempotency key %j', async (key) => {
    const { url } = await startGateway();
    expect((await post(url, '/v1/purchases/po-1/skip', {}, { 'idempotency-key': key })).status).toBe(422);
  });
});

it('answers a long poll at once when it drains', async () => {
  let waiting: (() => void) | undefined;
  const polled = new Promise<void>((resolve) => {
    waiting = resolve;
  });
  const gateway = await startGateway({
    waitForPurchase: (_id, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(errorFor('NOT_FOUND', 'over')));
        waiting?.();
      }),
  });
  const answer = get(gateway.url, '/v1/purchases/po-1?wait=60&revision=1');
  await polled;
  await gateway.close();
  expect((await answer).status).toBe(404);
});
