import { expect, test } from 'vitest';
import { fen, type Outcome } from '../pandapon/index.ts';
import { answerTo, gist, idOf, SAMPLE_SPEC, type Stage, stage } from './fixtures/stage.ts';

const address = { fullName: 'zhang', mobile: '18600000000', provinceText: '浙江省', address: 'xxx' };

const titles = (page: { data: readonly { subject?: string | null | undefined }[] }) =>
  page.data.map(({ subject }) => subject);

/** The ids of what the cart has to sell. */
async function idsInCart(on: Stage): Promise<string[]> {
  const cart = await answerTo(on, 'alibaba.cart.list', {});
  return (cart.enableList ?? []).flatMap((shop) => (shop.cartItemInfos ?? []).map(({ id }) => id ?? ''));
}

/** A line of the first SKU of a product, as an order wants it. */
async function lineOf(on: Stage, offerMapId: string, n = 0) {
  const { sellerOpenId, productSkuInfos } = await answerTo(on, 'alibaba.goods.detail', { offerMapId });
  return { offerMapId, specId: productSkuInfos?.[n]?.specId ?? '', quantity: 1, sellerOpenId };
}

test('goods are found by either language, by the bytes of their picture, and by id, with the price they are sold at', async () => {
  await using on = await stage();
  const bags = await answerTo(on, 'alibaba.goods.searchByKeyword', { keyword: '包' });
  const same = await answerTo(on, 'alibaba.goods.searchByKeyword', { keyword: 'BAG', country: 'en' });
  expect(titles(bags)).toEqual(['大容量包', '简约包', '便携包', '加厚包']);
  expect(same.data).toEqual(bags.data);
  const [first] = bags.data;

  const picture = Buffer.from(await (await fetch(first?.imageUrl ?? '')).arrayBuffer());
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  const alike = await answerTo(on, 'alibaba.goods.searchByImage', {
    imageBase64: picture.toString('base64'),
  });
  expect(alike.data[0]).toEqual(first);
  const unknown = await answerTo(on, 'alibaba.goods.searchByImage', { imageBase64: 'AAAA' });
  expect(unknown.data.length).toBeGreaterThan(0);

  const detail = await answerTo(on, 'alibaba.goods.detail', { offerMapId: first?.offerMapId ?? '' });
  const line = await lineOf(on, first?.offerMapId ?? '');
  expect(line).toMatchObject({ offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg', specId: SAMPLE_SPEC });
  expect(detail.productSkuInfos?.[0]).toMatchObject({ price: 1900, amountOnSale: 100 });
  const [order] = await answerTo(on, 'alibaba.order.batchCreate', {
    flow: 'general',
    addressParam: address,
    cargoParamList: [line],
  });
  expect(order?.productItems?.[0]).toMatchObject({ price: 1900, name: '大容量包' });
  expect(await on.platform.call('alibaba.goods.detail', { offerMapId: 'nobody' })).toMatchObject({
    kind: 'refused',
    code: '404',
    message: 'PRODUCT_NOT_FOUND',
  });
});

test('searches narrow by shop, category, price and selection, order by price, and end with an empty page', async () => {
  await using on = await stage();
  const all = await answerTo(on, 'alibaba.goods.searchByKeyword', { pageSize: 100, sort: '{"price":"asc"}' });
  const prices = all.data.flatMap(({ priceInfo }) => priceInfo?.price ?? []);
  expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  expect(all).toMatchObject({ totalRecords: 40, currentPage: 1 });

  const { sellerOpenId = '' } = await lineOf(on, all.data[0]?.offerMapId ?? '');
  const shop = await answerTo(on, 'alibaba.goods.searchInShop', { sellerOpenId, pageSize: 100 });
  expect(shop.data.length).toBeGreaterThan(1);
  expect(shop.data.length).toBeLessThan(40);

  const { children } = await answerTo(on, 'alibaba.goods.category', { categoryId: '0' });
  const [category] = children ?? [];
  const cups = await answerTo(on, 'alibaba.goods.searchByKeyword', {
    categoryId: category?.categoryId,
    priceStart: prices[0],
    priceEnd: prices.at(-1),
  });
  expect(titles(cups)).toHaveLength(4);
  const selected = await answerTo(on, 'alibaba.goods.searchSelection', {});
  expect(new Set(selected.data.map(({ isJxhy }) => isJxhy))).toEqual(new Set([true]));

  const seen: unknown[] = [];
  for (let beginPage = 1; ; beginPage += 1) {
    const { data } = await answerTo(on, 'alibaba.goods.searchByKeyword', { beginPage, pageSize: 15 });
    if (data.length === 0) break;
    seen.push(...data);
  }
  expect(seen).toHaveLength(40);
});

test('two SKUs of two merchants are put into the cart, changed, previewed and ordered', async () => {
  await using on = await stage();
  const found = await answerTo(on, 'alibaba.goods.searchByKeyword', { keyword: '包' });
  const [one, two] = await Promise.all(
    found.data.slice(0, 2).map((each) => lineOf(on, each.offerMapId ?? '')),
  );
  if (!one || !two) throw new Error('too few goods');
  expect(one.sellerOpenId).not.toBe(two.sellerOpenId);
  for (const line of [one, two, one]) await answerTo(on, 'alibaba.cart.add', line);

  const { enableList } = await answerTo(on, 'alibaba.cart.list', {});
  expect(enableList).toMatchObject([
    { sellerOpenId: one.sellerOpenId, cartItemInfos: [{ specId: one.specId, quantity: 2, price: 19 }] },
    { sellerOpenId: two.sellerOpenId, cartItemInfos: [{ specId: two.specId, quantity: 1 }] },
  ]);
  const cartIds = await idsInCart(on);
  await answerTo(on, 'alibaba.cart.editQuantity', { id: cartIds[0] ?? '', quantity: 3 });

  const previews = await answerTo(on, 'alibaba.cart.preview', { addressParam: address, cartIds });
  const orders = await answerTo(on, 'alibaba.cart.createOrder', {
    flow: 'general',
    message: '[#po-7/1]',
    addressParam: address,
    cartIds,
  });
  expect(orders.map(({ baseInfo }) => baseInfo?.totalAmount)).toEqual(
    previews.map(({ orderPreviewResuslt }) => orderPreviewResuslt?.[0]?.sumPayment),
  );
  expect(orders[0]?.productItems).toMatchObject([{ specId: one.specId, quantity: 3 }]);
  expect(on.sandbox.ledger().byTag['po-7']).toEqual(orders.map(idOf));
  expect(await idsInCart(on)).toEqual([]);
});

test('what a merchant refuses stays in the cart; goods that cannot be traded stand apart', async () => {
  await using on = await stage();
  const add = (sellerOpenId: string) =>
    answerTo(on, 'alibaba.cart.add', { offerMapId: 'o', specId: sellerOpenId, quantity: 1, sellerOpenId });
  await add('good');
  await add('x-outofstock');
  await add('y-refuse');
  const { disableList } = await answerTo(on, 'alibaba.cart.list', {});
  expect(disableList).toMatchObject([{ sellerOpenId: 'y-refuse' }]);
  const cartIds = await idsInCart(on);
  const orders = await answerTo(on, 'alibaba.cart.createOrder', {
    flow: 'general',
    addressParam: address,
    cartIds,
  });
  expect(orders.map(({ success }) => success)).toEqual([true, false]);
  expect(await idsInCart(on)).toEqual(cartIds.slice(1));
});

test('a cart is its own: records of others are not there, and none of several is deleted when one is not', async () => {
  await using on = await stage();
  await answerTo(on, 'alibaba.cart.add', { offerMapId: 'o', specId: 's', quantity: 1, sellerOpenId: 'shop' });
  const [id = ''] = await idsInCart(on);
  const asOther = { userId: '1700000000009' };
  const edit = on.platform.alibaba.cart.editQuantity({ id, quantity: 9 }, asOther);
  expect(gist(await edit)).toBe('refused 404');
  const others = await on.platform.alibaba.cart.list({}, asOther);
  expect(others).toMatchObject({ kind: 'done', data: { enableList: [] } });
  expect(gist(await on.platform.alibaba.cart.delete({ ids: [id, '999999'] }))).toBe('refused 404');
  expect(await idsInCart(on)).toEqual([id]);
  expect(gist(await on.platform.alibaba.cart.delete({ ids: [id] }))).toBe('done');
  expect(await idsInCart(on)).toEqual([]);
});

test('by methods of the library alone: find, fill the cart with two merchants, preview, order, pay, and be refunded one line', async () => {
  await using on = await stage();
  const { alibaba } = on.platform;
  const found = dataOf(await alibaba.goods.searchByKeyword({ keyword: '包' }));
  for (const { offerMapId } of found.data.slice(0, 2)) {
    const product = dataOf(await alibaba.goods.detail({ offerMapId: offerMapId ?? '' }));
    const specId = product.productSkuInfos?.[0]?.specId ?? '';
    const { sellerOpenId } = product;
    dataOf(await alibaba.cart.add({ offerMapId: offerMapId ?? '', specId, quantity: 1, sellerOpenId }));
  }
  const { enableList } = dataOf(await alibaba.cart.list());
  const cartIds = (enableList ?? []).flatMap((shop) => (shop.cartItemInfos ?? []).map(({ id }) => id ?? ''));
  expect(enableList).toHaveLength(2);
  const previews = dataOf(await alibaba.cart.preview({ addressParam: address, cartIds }));
  const made = dataOf(await alibaba.cart.createOrder({ flow: 'general', addressParam: address, cartIds }));
  expect(made.map(({ baseInfo }) => baseInfo?.totalAmount)).toEqual(
    previews.map(({ orderPreviewResuslt }) => orderPreviewResuslt?.[0]?.sumPayment),
  );
  const orderIds = made.map(idOf);
  dataOf(await alibaba.order.batchSubmitToPay({ orderIds }));
  const [orderId = ''] = orderIds;
  const [item] = made[0]?.productItems ?? [];
  const refund = dataOf(
    await alibaba.refund.create({
      orderId,
      orderEntryIds: [item?.subItemIDString ?? ''],
      disputeRequest: 'refund',
      applyPayment: item?.itemAmount ?? fen(0),
      applyCarriage: fen(0),
      applyReasonId: '20006',
      description: 'not wanted',
      goodsStatus: 'refundWaitSellerSend',
    }),
  );
  await on.sandbox.tick(2);
  const detail = dataOf(await alibaba.refund.detail({ refundId: refund.refundId ?? '' }));
  expect(detail).toMatchObject({ status: 'refundsuccess', refundPayment: item?.itemAmount });
});

function dataOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.data;
}
