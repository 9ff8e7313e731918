import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { type PandaponOptions, readPandaponEnvironment } from '../../pandapon/index.ts';
import { KEYS, type Stage, stage, USER } from '../../sandbox/fixtures/stage.ts';
import { isPandaponOrdersError } from '../errors.ts';
import type { AlibabaProduct, GoodsPage, TaobaoItem } from './found.ts';
import { createGoods, type Goods, goodsFrom } from './goods.ts';

const goodsOf = ({ sandbox }: Stage, options: Partial<PandaponOptions> = {}): Goods =>
  createGoods({
    baseUrl: sandbox.url,
    credentials: () => ({ accessKey: KEYS.accessKey, secrets: [KEYS.secret], userId: USER }),
    callsPerSecond: 10_000,
    timeoutMs: 2_000,
    ...options,
  });

async function shop(options: Partial<PandaponOptions> = {}) {
  const on = await stage();
  onTestFinished(() => on.sandbox.close());
  const calls = (name: string): number => on.sandbox.ledger().calls[name]?.calls ?? 0;
  return { on, goods: goodsOf(on, options), calls };
}

const KEYWORD = 'alibaba.goods.searchByKeyword';
const bags = { platform: '1688', keyword: '包' } as const;

/** Code and seconds of the error that a promise ends with. */
async function codeOf(promise: Promise<unknown>) {
  try {
    await promise;
  } catch (error) {
    if (isPandaponOrdersError(error)) return [error.code, error.retryAfterSeconds];
    throw error;
  }
  return ['no error'];
}

test('goods of 1688 are found by keyword, price and picture, and shown with lines of what they cost', async () => {
  const { goods } = await shop();
  const found = await goods.search({ ...bags, sort: 'dearest' });
  expect(found.items).toHaveLength(4);
  const prices = found.items.map(({ priceFen }) => priceFen ?? 0);
  expect(prices).toEqual(prices.toSorted((a, b) => b - a));
  const [dearest = 0, second = 0] = prices;
  const narrowed = await goods.search({ ...bags, fromFen: second, toFen: dearest });
  expect(narrowed.items).toHaveLength(2);

  const sample = found.items.find(({ offerMapId }) => offerMapId === 'L0PTnwSnx_dWNZWCtgK7Gg');
  expect(sample).toMatchObject({ platform: '1688', title: '大容量包', titleTranslated: 'roomy bag' });
  const picture = Buffer.from(await (await fetch(sample?.imageUrl ?? '')).arrayBuffer());
  const alike = await goods.searchByImage({ platform: '1688', imageBase64: picture.toString('base64') });
  expect(alike.items[0]).toEqual(sample);

  const shown = await goods.show({ platform: '1688', id: 'L0PTnwSnx_dWNZWCtgK7Gg' });
  expect(shown.skus).toHaveLength(3);
  expect(shown.skus[0]).toMatchObject({
    title: '颜色: 奶油紫',
    titleTranslated: 'color: cream purple',
    priceFen: 1900,
    stock: 100,
    line: {
      offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg',
      specId: 'e61a85a671bb3d0301d0412b51641c6b',
      quantity: 1,
      sellerOpenId: 'BBBgGWh2O6JFI6v1aQuZVgRIA',
    },
  });
});

test('goods of Taobao are found and shown, with lines that its orders take', async () => {
  const { on, goods } = await shop();
  const { items } = await goods.search({ platform: 'taobao', keyword: '水杯' });
  const [item] = items;
  expect(item).toMatchObject({ platform: 'taobao', title: '大容量水杯' });
  const product = await goods.show({ platform: 'taobao', id: item?.itemId ?? '' });
  const [sku] = product.skus;
  expect(sku).toMatchObject({ title: '颜色: 奶油紫', stock: expect.any(Number) });
  const ordered = await on.platform.taobao.order.create({
    orderLineList: sku?.line ? [sku.line] : [],
    receiver: { name: 'zhang', address: 'xxx' },
  });
  expect(ordered).toMatchObject({ kind: 'done' });
  const [order] = on.sandbox.ledger().orders;
  expect(order?.totalFen).toBe((sku?.priceFen ?? 0) + 400);

  const url = `${on.sandbox.url}/_sandbox/pictures/L0PTnwSnx_dWNZWCtgK7Gg.png`;
  const picture = Buffer.from(await (await fetch(url)).arrayBuffer());
  const alike = await goods.searchByImage({ platform: 'taobao', imageBase64: picture.toString('base64') });
  expect(alike.items[0]?.title).toBe('大容量包');
});

test('pages follow one another until an empty one, each of the size of the first', async () => {
  const { goods } = await shop();
  const seen: (string | null)[] = [];
  let cursor: string | undefined;
  do {
    const page = await goods.search({ platform: '1688', keyword: '大容量', limit: 4, cursor });
    seen.push(...page.items.map(({ offerMapId }) => offerMapId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(10);
  expect(seen).toHaveLength(10);
});

test('a question that does not fit is refused with pointers before anybody is asked', async () => {
  const { on, goods } = await shop();
  const market = goods.on('1688');
  const pointers = async (promise: Promise<unknown>) => {
    const error = await promise.catch((thrown: unknown) => thrown);
    if (!isPandaponOrdersError(error, 'INVALID')) throw error;
    return error.errors?.map(({ pointer }) => pointer);
  };
  expect(await pointers(market.search({ keyword: ' ', limit: 41, sort: 'best' }))).toEqual([
    '/keyword',
    '/sort',
    '/limit',
  ]);
  expect(await pointers(goods.on('taobao').search({ keyword: 'x', fromFen: 1 }))).toEqual(['/fromFen']);
  expect(await pointers(market.searchByImage({ imageBase64: 'data:image/png;base64,AAAA' }))).toEqual([
    '/imageBase64',
  ]);
  expect(await pointers(market.search({ keyword: 'x', cursor: '0-9' }))).toEqual(['/cursor']);
  expect(await pointers(market.show('../pay'))).toEqual(['']);
  expect(on.sandbox.calls()).toEqual([]);
});

test.each([
  ['http-500', ['PLATFORM_UNAVAILABLE', 1]],
  ['http-200-html', ['PLATFORM_UNAVAILABLE', 1]],
  ['cut-body', ['PLATFORM_UNAVAILABLE', 1]],
  ['reset', ['PLATFORM_UNAVAILABLE', 1]],
  ['code-500', ['PLATFORM_UNAVAILABLE', 1]],
  ['refusal', ['PLATFORM_REFUSED', undefined]],
  ['http-401', ['CREDENTIALS_REFUSED', undefined]],
  ['code-401', ['CREDENTIALS_REFUSED', undefined]],
] as const)('%s of the platform is told, and the question was sent once', async (kind, told) => {
  const { on, goods, calls } = await shop();
  on.sandbox.addFaults({ operation: KEYWORD, kind });
  expect(await codeOf(goods.search(bags))).toEqual(told);
  expect(calls(KEYWORD)).toBe(1);
});

test('a product that is not there is not found', async () => {
  const { goods } = await shop();
  expect(await codeOf(goods.show({ platform: '1688', id: 'nobody' }))).toEqual(['NOT_FOUND', undefined]);
  expect(await codeOf(goods.show({ platform: 'taobao', id: 'nobody' }))).toEqual(['NOT_FOUND', undefined]);
});

test('while the platform wants a pause no question is sent, of whatever kind', async () => {
  const { on, goods, calls } = await shop();
  on.sandbox.addFaults({ operation: KEYWORD, kind: 'http-429', seconds: 60 });
  expect(await codeOf(goods.search(bags))).toEqual(['PLATFORM_UNAVAILABLE', 60]);
  expect(await codeOf(goods.search(bags))).toEqual(['PLATFORM_UNAVAILABLE', 60]);
  expect(await codeOf(goods.show({ platform: 'taobao', id: 'x' }))).toEqual(['PLATFORM_UNAVAILABLE', 60]);
  expect([calls(KEYWORD), calls('taobao.goods.detail')]).toEqual([1, 0]);
});

test('a refused key is not sent again with the next question', async () => {
  const { on, goods, calls } = await shop();
  on.sandbox.addFaults({ operation: KEYWORD, kind: 'http-401' });
  expect(await codeOf(goods.search(bags))).toEqual(['CREDENTIALS_REFUSED', undefined]);
  expect(await codeOf(goods.search({ ...bags, keyword: '水杯' }))).toEqual(['CREDENTIALS_REFUSED', 5]);
  expect(calls(KEYWORD)).toBe(1);
});

test('the same question is asked once in its seconds, also by many at once', async () => {
  const { goods, calls } = await shop();
  await Promise.all(Array.from({ length: 20 }, () => goods.search(bags)));
  await goods.search({ ...bags, limit: 20 });
  expect(calls(KEYWORD)).toBe(1);
  await goods.search({ ...bags, limit: 3 });
  expect(calls(KEYWORD)).toBe(2);
});

test('questions leave at a quarter of the rate, and too many at once are refused', async () => {
  const { goods, calls } = await shop({ callsPerSecond: 40 });
  const since = performance.now();
  const ends = await Promise.all(
    Array.from({ length: 60 }, (_, n) => codeOf(goods.search({ ...bags, keyword: `k${n}` }))),
  );
  const seconds = (performance.now() - since) / 1000;
  expect(ends.filter(([code]) => code === 'OVERLOADED')).toHaveLength(10);
  expect(calls(KEYWORD)).toBe(50);
  // Ten at once, then ten a second.
  expect(seconds).toBeGreaterThan(3.5);
});

test('without settings every question says what is missing', async () => {
  const goods = goodsFrom({});
  const error = await goods.search(bags).catch((thrown: unknown) => thrown);
  if (!isPandaponOrdersError(error, 'PLATFORM_NOT_CONFIGURED')) throw error;
  expect(error.message).toContain('PANDAPON_ACCESS_KEY is required');
});

test('settings come from the environment, overridden paths too', async () => {
  const endpoints = { [KEYWORD]: { path: '/v3/find' } } as const;
  const on = await stage({ endpoints });
  onTestFinished(() => on.sandbox.close());
  const settings = readPandaponEnvironment({
    PANDAPON_BASE_URL: on.sandbox.url,
    PANDAPON_ACCESS_KEY: KEYS.accessKey,
    PANDAPON_ACCESS_SECRET: KEYS.secret,
    PANDAPON_USER_ID: USER,
  });
  // The sandbox has it nowhere else.
  expect(await codeOf(createGoods(settings).search(bags))).not.toEqual(['no error']);
  expect((await createGoods({ ...settings, endpoints }).search(bags)).items).toHaveLength(4);
});

test('answers are typed by platform', () => {
  expectTypeOf<Goods>().toHaveProperty('search');
  const goods = goodsFrom({});
  const page = () => goods.search({ platform: 'taobao', keyword: 'x' });
  const product = () => goods.show({ platform: '1688', id: 'x' });
  expectTypeOf(page).returns.resolves.toEqualTypeOf<GoodsPage<TaobaoItem>>();
  expectTypeOf(product).returns.resolves.toEqualTypeOf<AlibabaProduct>();
});
