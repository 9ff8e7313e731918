import { expect, inject, test } from 'vitest';
import { connect } from '../client/index.ts';
import { alibabaPage, alibabaProduct } from '../gateway/goods-schemas.ts';
import { ask } from './fixtures/gateway-calls.ts';
import { ACCESS_KEY, createWorld, SECRET, startOf, USER_ID } from './world.ts';

const address = inject('temporalAddress');

test('over HTTP: goods are searched, two lines are taken as they are, and posted as a purchase that is bought at their prices', async () => {
  await using world = await createWorld({ address });
  const url = world.gatewayUrl;
  const found = await ask(url, `/v1/goods/1688?keyword=${encodeURIComponent('水杯')}&sort=cheapest`);
  expect(found.status).toBe(200);
  const { items } = alibabaPage.parse(found.body);
  const products = await Promise.all(
    items.slice(0, 2).map(async ({ offerMapId }) => {
      const { body } = await ask(url, `/v1/goods/1688/${offerMapId}`);
      return alibabaProduct.parse(body);
    }),
  );
  const skus = products.flatMap((product) => product.skus[1] ?? []);
  expect(new Set(products.map(({ sellerOpenId }) => sellerOpenId)).size).toBe(2);

  const { request, ...rest } = startOf({ id: 'po-found' });
  const purchase = { ...rest, request: { ...request, cargoParamList: skus.map(({ line }) => line) } };
  expect(await ask(url, '/v1/purchases', { body: purchase })).toMatchObject({ status: 202 });

  const { stage, outcome, lines, orders } = await world.orders.purchase('po-found').result();
  expect([stage, outcome]).toEqual(['completed', 'full']);
  expect(lines.map(({ specId, amountFen }) => [specId, amountFen])).toEqual(
    skus.map(({ specId, priceFen }) => [specId, priceFen]),
  );
  const made = world.sandbox.ledger().orders;
  expect(made.map(({ orderId }) => orderId)).toEqual(orders.map(({ orderId }) => orderId));
  expect(made.flatMap((order) => order.lines.map(({ specId }) => specId))).toEqual(
    skus.map(({ specId }) => specId),
  );
  expect(made.map(({ debits }) => debits)).toEqual([1, 1]);
});

test('by the library: what a picture finds is started as a purchase', async () => {
  await using world = await createWorld({ address });
  const orders = await connect({
    client: world.temporal,
    environment: {
      PANDAPON_BASE_URL: world.sandbox.url,
      PANDAPON_ACCESS_KEY: ACCESS_KEY,
      PANDAPON_ACCESS_SECRET: SECRET,
      PANDAPON_USER_ID: USER_ID,
    },
  });
  const bags = await orders.goods.search({ platform: '1688', keyword: 'bag' });
  const picture = await (await fetch(bags.items[1]?.imageUrl ?? '')).arrayBuffer();
  const imageBase64 = Buffer.from(picture).toString('base64');
  const [item] = (await orders.goods.searchByImage({ platform: '1688', imageBase64 })).items;
  expect(item).toEqual(bags.items[1]);
  const { skus } = await orders.goods.show({ platform: '1688', id: item?.offerMapId ?? '' });
  const line = skus.find((sku) => (sku.stock ?? 0) > 0)?.line;
  const start = startOf({ id: 'po-pictured' });
  const purchase = await orders.start({
    ...start,
    request: { ...start.request, cargoParamList: line ? [{ ...line, quantity: 2 }] : [] },
  });
  const { stage, lines } = await purchase.result();
  expect(stage).toBe('completed');
  expect(lines).toMatchObject([{ specId: line?.specId, quantity: 2 }]);
});
