import { createHash } from 'node:crypto';
import { productIdOf, SAMPLE, skuIdOf, unitFen } from './goods.ts';

/**
 * Goods that can be searched and then bought. They are the same in every run, and stand on both marketplaces, each
 * with its own ids. Orders take any other ids too.
 */
export interface Product {
  /** On 1688. */
  offerMapId: string;
  offerId: number;
  sellerOpenId: string;
  /** On Taobao: the mapped id, and the supply chain's. */
  itemId: string;
  mpId: string;
  shopId: number;
  shopName: string;
  title: string;
  titleTrans: string;
  category: Category;
  skus: Sku[];
  /** A selected source. */
  selected: boolean;
  minOrderQuantity: number;
}

export interface Sku {
  specId: string;
  skuId: number;
  mpSkuId: string;
  color: { text: string; trans: string };
  stock: number;
}

export interface Category {
  id: number;
  name: string;
  trans: string;
}

const KINDS = [
  ['包', 'bag'],
  ['T恤', 'T-shirt'],
  ['手机壳', 'phone case'],
  ['水杯', 'cup'],
  ['毛巾', 'towel'],
  ['台灯', 'lamp'],
  ['玩具车', 'toy car'],
  ['袜子', 'socks'],
  ['雨伞', 'umbrella'],
  ['笔记本', 'notebook'],
] as const;

const QUALITIES = [
  ['大容量', 'roomy'],
  ['简约', 'plain'],
  ['便携', 'portable'],
  ['加厚', 'thick'],
] as const;

const COLORS = [
  { text: '奶油紫', trans: 'cream purple' },
  { text: '黑色', trans: 'black' },
  { text: '米白', trans: 'off-white' },
] as const;

const MERCHANTS = 6;
const FIRST_CATEGORY = 1_033_054;

export const CATEGORIES: readonly Category[] = KINDS.map(([name, trans], n) => ({
  id: FIRST_CATEGORY + n,
  name,
  trans,
}));

export const CATALOGUE: readonly Product[] = CATEGORIES.flatMap((category, kind) =>
  QUALITIES.map(([quality, trans], n) => product(kind * QUALITIES.length + n, category, quality, trans)),
);

const PRODUCTS = new Map(
  CATALOGUE.flatMap((each) => [each.offerMapId, each.itemId, each.mpId].map((id) => [id, each] as const)),
);
const SKUS = new Map(
  CATALOGUE.flatMap((of) =>
    of.skus.flatMap((each) =>
      [each.specId, each.mpSkuId, String(each.skuId)].map((id) => [id, { product: of, sku: each }] as const),
    ),
  ),
);

/** A product of the catalogue by any of its ids. */
export const productById = (id: string): Product | undefined => PRODUCTS.get(id);

/** A SKU of the catalogue by any of its ids, with its product. */
export const skuById = (id: string): { product: Product; sku: Sku } | undefined => SKUS.get(id);

/** What one piece of a SKU costs, by any of its ids; `prices` goes before everything else. */
export const priceFen = (skuId: string, prices: Readonly<Record<string, number>>): number =>
  unitFen(Object.hasOwn(prices, skuId) ? skuId : (skuById(skuId)?.sku.specId ?? skuId), prices);

/** What one piece of the cheapest SKU costs. */
export const cheapestFen = (product: Product, prices: Readonly<Record<string, number>>): number =>
  Math.min(...product.skus.map((sku) => priceFen(sku.specId, prices)));

/** A product name people can tell apart. */
export const titleOf = (productId: string): string =>
  productById(productId)?.title ?? `练习商品 ${productIdOf(productId) % 10_000}`;

function product(n: number, category: Category, quality: string, trans: string): Product {
  const offerMapId = n === 0 ? SAMPLE.offerMapId : mapped(`offer ${n}`);
  const merchant = n % MERCHANTS;
  const digits = String(n).padStart(4, '0');
  return {
    offerMapId,
    offerId: productIdOf(offerMapId),
    sellerOpenId: merchant === 0 ? SAMPLE.sellerOpenId : `BBB${hash(`merchant ${merchant}`).slice(0, 22)}`,
    itemId: mapped(`item ${n}`),
    mpId: `204805799539${digits}`,
    shopId: 268_763_000 + merchant,
    shopName: `练习店铺${merchant + 1}`,
    title: `${quality}${category.name}`,
    titleTrans: `${trans} ${category.trans}`,
    category,
    skus: COLORS.map((color, m) => sku(n, m, color)),
    selected: n % 3 === 0,
    minOrderQuantity: 1,
  };
}

function sku(n: number, m: number, color: Sku['color']): Sku {
  const specId = n === 0 && m === 0 ? SAMPLE.specId : hash(`spec ${n} ${m}`).slice(0, 32);
  const number = n * COLORS.length + m;
  return {
    specId,
    skuId: skuIdOf(specId),
    mpSkuId: String(4_970_432_000_000 + number),
    color,
    stock: 100 + (number % 7) * 50,
  };
}

function hash(text: string): string {
  return createHash('sha256').update(`sandbox ${text}`).digest('hex');
}

/** 22 url-safe characters, as the platform's own mapped ids. */
function mapped(text: string): string {
  return createHash('sha256').update(`sandbox ${text}`).digest('base64url').slice(0, 22);
}
