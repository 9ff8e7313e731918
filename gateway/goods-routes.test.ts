import { expect, onTestFinished, test } from 'vitest';
import { KEYS, stage, USER } from '../sandbox/fixtures/stage.ts';
import { ROLES } from './api-keys.ts';
import { KEY, problemIn, startGateway } from './fixtures/gateway.ts';
import { alibabaPage, alibabaProduct, taobaoPage, taobaoProduct } from './goods-schemas.ts';

/** A gateway over no Temporal at all, and the platform whose goods it shows. */
async function shop(timeoutMs = 2_000) {
  const on = await stage();
  onTestFinished(() => on.sandbox.close());
  const platform = {
    baseUrl: on.sandbox.url,
    credentials: () => ({ accessKey: KEYS.accessKey, secrets: [KEYS.secret], userId: USER }),
    timeoutMs,
  };
  const gateway = await startGateway({}, { platform });
  return { on, ...gateway, ask: (path: string, body?: unknown) => ask(gateway.url, path, body) };
}

const ask = (url: string, path: string, body?: unknown, key = KEY) =>
  fetch(`${url}${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });

const BAG = 'L0PTnwSnx_dWNZWCtgK7Gg';

test('goods of both platforms are found and shown just as the document says', async () => {
  const { on, ask } = await shop();
  const keyword = encodeURIComponent('包');
  const read = async (path: string, body?: unknown): Promise<unknown> => (await ask(path, body)).json();

  const found: unknown = await read(`/v1/goods/1688?keyword=${keyword}&sort=cheapest&fromFen=1&limit=2`);
  expect(alibabaPage.parse(found)).toEqual(found);
  expect(found).toMatchObject({ items: [{ platform: '1688' }, { platform: '1688' }], nextCursor: '2-2' });
  const shown: unknown = await read(`/v1/goods/1688/${BAG}`);
  expect(alibabaProduct.parse(shown)).toEqual(shown);
  expect(shown).toMatchObject({ skus: [{ priceFen: 1900, stock: 100, line: { offerMapId: BAG } }, {}, {}] });

  const picture = await (await fetch(`${on.sandbox.url}/_sandbox/pictures/${BAG}.png`)).arrayBuffer();
  const imageBase64 = Buffer.from(picture).toString('base64');
  const alike: unknown = await read('/v1/goods/1688/image', { imageBase64 });
  expect(alibabaPage.parse(alike)).toMatchObject({ items: [{ offerMapId: BAG }, {}, {}, {}] });

  const taobao: unknown = await read(`/v1/goods/taobao?keyword=${keyword}`);
  const { items } = taobaoPage.parse(taobao);
  expect(taobao).toMatchObject({ items });
  const product: unknown = await read(`/v1/goods/taobao/${items[0]?.itemId}`);
  expect(taobaoProduct.parse(product)).toEqual(product);
  const same: unknown = await read('/v1/goods/taobao/image', { imageBase64, limit: 1 });
  expect(taobaoPage.parse(same)).toMatchObject({ items: [items[0]], nextCursor: '2-1' });
});

test.each([
  ['/v1/goods/1688?keyword=x', undefined],
  ['/v1/goods/1688/image', { imageBase64: 'AAAA' }],
  [`/v1/goods/1688/${BAG}`, undefined],
  ['/v1/goods/taobao?keyword=x', undefined],
])('%s takes the role view and no other', async (path, body) => {
  const { url } = await shop();
  const byRole = await Promise.all(
    ROLES.map(async (role) => [role, (await ask(url, path, body, `key-of-${role}`)).status]),
  );
  expect(byRole).toEqual(ROLES.map((role) => [role, role === 'view' ? 200 : 403]));
  expect((await ask(url, path, body, 'nobody')).status).toBe(401);
});

test.each([
  ['/v1/goods/1688', ['/keyword is required']],
  ['/v1/goods/1688?keyword=&limit=0', ['/keyword must not be empty', '/limit must be a whole number']],
  ['/v1/goods/1688?keyword=x&sort=best&page=2', ['/sort must be', '/page is not a parameter']],
  ['/v1/goods/taobao?keyword=x&sort=cheapest', ['/sort is not a parameter of this route']],
])('%s is refused with pointers', async (path, expected) => {
  const { ask } = await shop();
  const { code, errors = [] } = await problemIn(await ask(path));
  expect(code).toBe('INVALID');
  const said = errors.map(({ pointer, message }) => `${pointer} ${message}`);
  for (const each of expected) expect(said).toContainEqual(expect.stringContaining(each));
});

test('a picture that is none, or too large, is refused', async () => {
  const { ask } = await shop();
  const image = (body: unknown) => ask('/v1/goods/1688/image', body);
  const wrong = await problemIn(await image({ imageBase64: 'data:image/png;base64,AAAA', colour: 1 }));
  expect(wrong.errors?.map(({ pointer }) => pointer)).toEqual(['/imageBase64', '/colour']);
  expect(await problemIn(await image({ imageBase64: 'A'.repeat(4_194_308) }))).toMatchObject({
    code: 'INVALID',
  });
  expect(await problemIn(await image({ imageBase64: 'A'.repeat(6_000_000) }))).toMatchObject({
    code: 'TOO_LARGE',
  });
  expect((await image({ imageBase64: 'A'.repeat(4_000_000) })).status).toBe(200);
});

test('each outcome of the platform is a problem of its own, with Retry-After where it helps', async () => {
  const { on, ask } = await shop();
  const product = () => ask(`/v1/goods/1688/${BAG}`);
  const fault = { operation: 'alibaba.goods.detail' };
  on.sandbox.addFaults({ ...fault, kind: 'refusal' });
  expect(await problemIn(await product())).toMatchObject({ status: 422, code: 'PLATFORM_REFUSED' });
  on.sandbox.addFaults({ ...fault, kind: 'http-502-html' });
  const away = await product();
  expect(away.headers.get('retry-after')).toBe('1');
  expect(await problemIn(away)).toMatchObject({ status: 503, code: 'PLATFORM_UNAVAILABLE' });
  expect(await problemIn(await ask('/v1/goods/1688/nobody'))).toMatchObject({ code: 'NOT_FOUND' });
  on.sandbox.addFaults({ ...fault, kind: 'code-401' });
  expect(await problemIn(await product())).toMatchObject({ status: 502, code: 'CREDENTIALS_REFUSED' });
});

test('the pause that the platform asks for is told to whoever asks in it', async () => {
  const { on, ask } = await shop();
  on.sandbox.addFaults({ operation: 'alibaba.goods.detail', kind: 'http-429', seconds: 30 });
  for (const path of [`/v1/goods/1688/${BAG}`, '/v1/goods/taobao?keyword=x']) {
    const answer = await ask(path);
    expect(answer.headers.get('retry-after')).toBe('30');
    expect(await problemIn(answer)).toMatchObject({ status: 503, code: 'PLATFORM_UNAVAILABLE' });
  }
  expect(on.sandbox.calls()).toHaveLength(1);
});

test('without settings of the platform only these routes are without an answer', async () => {
  const { url } = await startGateway();
  const problem = await problemIn(await ask(url, '/v1/goods/1688?keyword=x'));
  expect(problem).toMatchObject({ status: 501, code: 'PLATFORM_NOT_CONFIGURED' });
  expect(problem.detail).toContain('PANDAPON_*');
  expect((await ask(url, '/v1/spending')).status).toBe(200);
});

test('other methods are refused by name, also where a product could stand', async () => {
  const { url } = await shop();
  const answer = await ask(url, '/v1/goods/1688/image');
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await ask(url, `/v1/goods/1688/${BAG}`, {})).status).toBe(405);
  expect((await ask(url, '/v1/goods/1688/a%20b')).status).toBe(404);
  expect((await ask(url, '/v1/goods/ebay?keyword=x')).status).toBe(404);
});

test('calls to the platform are counted, and no keyword stands in a log', async () => {
  const { url, lines, ask } = await shop();
  await ask('/v1/goods/1688?keyword=secret-word');
  await ask('/v1/goods/1688?keyword=secret-word');
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain(
    'pandapon_call_total{operation="alibaba.goods.searchByKeyword",outcome="done"} 1',
  );
  expect(JSON.stringify(lines)).not.toContain('secret-word');
  expect(lines.map(({ route }) => route)).toContain('/v1/goods/1688');
});

test('slow goods take no places of purchases', async () => {
  const on = await stage();
  onTestFinished(() => on.sandbox.close());
  const platform = {
    baseUrl: on.sandbox.url,
    credentials: () => ({ ...KEYS, secrets: [KEYS.secret], userId: USER }),
  };
  const { url } = await startGateway({}, { platform, room: { goods: { most: 0 }, picture: { most: 0 } } });
  expect(await problemIn(await ask(url, '/v1/goods/1688?keyword=x'))).toMatchObject({ code: 'OVERLOADED' });
  expect(await problemIn(await ask(url, '/v1/goods/1688/image', {}))).toMatchObject({ code: 'OVERLOADED' });
  expect((await ask(url, '/v1/spending')).status).toBe(200);
});
