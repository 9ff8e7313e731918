import type { OperationName } from '../../pandapon/index.ts';
import { type Behaviour, type Call, done, here, refused } from '../behaviour.ts';
import { CATALOGUE, CATEGORIES, cheapestFen, type Product, productById } from '../catalogue.ts';
import { listItem, productDetail } from '../goods-object.ts';
import { pageOf } from '../page.ts';
import { numberOf, productPictured } from '../picture.ts';

/** What all searches may narrow or order by. */
interface Narrowing {
  beginPage?: number | null | undefined;
  pageSize?: number | null | undefined;
  sort?: string | null | undefined;
  priceStart?: number | null | undefined;
  priceEnd?: number | null | undefined;
  categoryId?: string | null | undefined;
}

const NO_PRODUCT = refused(404, 'PRODUCT_NOT_FOUND');

/** One product of the catalogue. */
export const detail: Behaviour<'alibaba.goods.detail'> = (call) => {
  const product = productById(call.request.offerMapId);
  return product ? done(productDetail(product, call.settings, here(call))) : NO_PRODUCT;
};

/** Titles in both languages are searched; no keyword finds all. */
export const searchByKeyword: Behaviour<'alibaba.goods.searchByKeyword'> = (call) =>
  answer(call, withKeyword(CATALOGUE, call.request.keyword), call.request);

/** The goods of one merchant. */
export const searchInShop: Behaviour<'alibaba.goods.searchInShop'> = (call) => {
  const { keyword, sellerOpenId } = call.request;
  const shop = CATALOGUE.filter((product) => !sellerOpenId || product.sellerOpenId === sellerOpenId);
  return answer(call, withKeyword(shop, keyword), call.request);
};

/** The selected sources. Both selections are the same here. */
export const searchSelection: Behaviour<
  'alibaba.goods.searchSelection' | 'alibaba.goods.searchGlobalSelection'
> = (call) =>
  answer(
    call,
    withKeyword(
      CATALOGUE.filter(({ selected }) => selected),
      call.request.keyword,
    ),
    call.request,
  );

/**
 * The product whose picture has these very bytes, then others of its kind; for a picture nobody knows, goods that
 * follow from its bytes.
 */
export const searchByImage: Behaviour<'alibaba.goods.searchByImage'> = (call) =>
  answer(call, alike(call.request.imageBase64), call.request);

/** Goods like a picture, the most alike first. */
export function alike(imageBase64: string): Product[] {
  const bytes = Buffer.from(imageBase64, 'base64');
  const found = productPictured(bytes);
  const category = found?.category ?? CATEGORIES[numberOf(bytes) % CATEGORIES.length];
  const others = CATALOGUE.filter((product) => product.category === category && product !== found);
  return found ? [found, ...others] : others;
}

/** The same for everybody. */
export const recommend: Behaviour<'alibaba.goods.recommend'> = (call) =>
  answer(call, CATALOGUE, call.request);

/** Others of its category. */
export const related: Behaviour<'alibaba.goods.related'> = (call) => {
  const product = productById(call.request.offerId);
  if (!product) return NO_PRODUCT;
  const others = CATALOGUE.filter((each) => each.category === product.category && each !== product);
  return done(pageOf(others, call.request, (each) => listItem(each, call.settings, here(call))));
};

/** The top has all categories below it; they have none. */
export const category: Behaviour<'alibaba.goods.category'> = ({ request }) => {
  const language = request.language ?? 'en';
  if (request.categoryId === '0') {
    const children = CATEGORIES.map(({ id, name, trans }) => ({
      categoryId: id,
      chineseName: name,
      translatedName: trans,
      leaf: true,
    }));
    return done({ ...TOP, language, children });
  }
  const found = CATEGORIES.find(({ id }) => String(id) === request.categoryId);
  if (!found) return refused(404, 'CATEGORY_NOT_FOUND');
  return done({
    categoryId: found.id,
    chineseName: found.name,
    translatedName: found.trans,
    language,
    leaf: true,
    level: '1',
    parentCateId: 0,
    children: [],
  });
};

const TOP = {
  categoryId: 0,
  chineseName: '全部',
  translatedName: 'all',
  leaf: false,
  level: '0',
  parentCateId: null,
};

/** In the order of the catalogue: nobody sells anything here. */
export const topList: Behaviour<'alibaba.goods.topList'> = (call) => {
  const { rankId, rankType, limit } = call.request;
  const goods = rankId === '0' ? CATALOGUE : CATALOGUE.filter(({ category: of }) => String(of.id) === rankId);
  return done({
    rankId,
    rankName: CATEGORIES.find(({ id }) => String(id) === rankId)?.name ?? '全部',
    rankType: rankType ?? 'complex',
    rankProductModels: goods.slice(0, limit ?? 10).map((each) => listItem(each, call.settings, here(call))),
  });
};

/** Goods whose titles hold a keyword. */
export function withKeyword(goods: readonly Product[], keyword: string | null | undefined): Product[] {
  const wanted = (keyword ?? '').trim().toLowerCase();
  return goods.filter(({ title, titleTrans }) => `${title} ${titleTrans}`.toLowerCase().includes(wanted));
}

function answer(call: Call<OperationName>, goods: readonly Product[], narrowing: Narrowing) {
  const { prices } = call.settings;
  const { priceStart, priceEnd, categoryId, sort } = narrowing;
  const found = goods.filter((product) => {
    const price = cheapestFen(product, prices);
    return (
      price >= (priceStart ?? 0) &&
      price <= (priceEnd ?? Number.POSITIVE_INFINITY) &&
      (!categoryId || String(product.category.id) === categoryId)
    );
  });
  const sign = sort?.includes('desc') ? -1 : sort?.includes('asc') ? 1 : 0;
  const sorted = found.toSorted((a, b) => sign * (cheapestFen(a, prices) - cheapestFen(b, prices)));
  const paging = { pageNo: narrowing.beginPage, pageSize: narrowing.pageSize };
  return done(pageOf(sorted, paging, (each) => listItem(each, call.settings, here(call))));
}
