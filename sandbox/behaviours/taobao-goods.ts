import { type Behaviour, done, here, refused } from '../behaviour.ts';
import { CATALOGUE, type Product, productById } from '../catalogue.ts';
import { pageOf } from '../page.ts';
import { taobaoListItem, taobaoProduct } from '../taobao-goods-object.ts';
import { alike, withKeyword } from './goods.ts';

/** One product of the catalogue, by its mapped id or the supply chain's. */
export const detail: Behaviour<'taobao.goods.detail' | 'taobao.goods.source'> = (call) => {
  const product = productById(call.request.itemId);
  return product
    ? done(taobaoProduct(product, call.settings, here(call)))
    : refused(404, 'PRODUCT_NOT_FOUND');
};

/** What is in the catalogue can be supplied, if every SKU asked for is one of its own. */
export const batchCheck: Behaviour<'taobao.goods.batchCheck'> = (call) => {
  const checked = call.request.params.map(({ itemId, skuIds }) => {
    const product = productById(itemId);
    const known = (skuId: string): boolean =>
      product?.skus.some((sku) => String(sku.skuId) === skuId || sku.mpSkuId === skuId) ?? false;
    return { itemId, product: (skuIds ?? []).every(known) ? product : undefined };
  });
  const missing = checked.filter(({ product }) => !product).map(({ itemId }) => itemId);
  return done({
    mpProducts: checked
      .flatMap(({ product }) => product ?? [])
      .map((product) => taobaoProduct(product, call.settings, here(call))),
    noMpProductItemIds: missing,
    noMpReasonList: missing.map((itemId) => ({ itemId, reason: '商品不可供货' })),
  });
};

export const search: Behaviour<'taobao.goods.search'> = (call) =>
  done(pageOf(withKeyword(CATALOGUE, call.request.keyword), call.request, (each) => item(each, call)));

/** As on 1688: by the very bytes of a picture. */
export const searchByImage: Behaviour<'taobao.goods.searchByImage'> = (call) =>
  done(pageOf(alike(call.request.imageBase64), call.request, (each) => item(each, call)));

const item = (product: Product, call: Parameters<typeof here>[0]) =>
  taobaoListItem(product, call.settings, here(call));
