import type { Cargo, Platform } from '../../contract/index.ts';

/** Goods as callers see them. Amounts are fen; null is what the platform did not say, or said finer than a fen. */

/** A product of 1688 in a list. */
export interface AlibabaItem {
  platform: '1688';
  offerMapId: string | null;
  title: string | null;
  /** In English. */
  titleTranslated: string | null;
  imageUrl: string | null;
  /** Of the cheapest SKU. */
  priceFen: number | null;
  /** The least that can be bought. */
  minQuantity: number | null;
}

/** A product of Taobao in a list. */
export interface TaobaoItem {
  platform: 'taobao';
  itemId: string | null;
  title: string | null;
  imageUrl: string | null;
  priceFen: number | null;
  shopName: string | null;
}

/** One product of 1688 with its SKUs. */
export interface AlibabaProduct {
  platform: '1688';
  offerMapId: string;
  title: string | null;
  titleTranslated: string | null;
  imageUrls: string[];
  sellerOpenId: string | null;
  sellerName: string | null;
  minQuantity: number | null;
  /** Sold in lots of so many. */
  lotQuantity: number | null;
  /** The platform's own word: `published` while it can be bought. */
  status: string | null;
  /** Prices by quantity, where SKUs have none of their own. */
  priceRanges: { fromQuantity: number | null; priceFen: number | null }[];
  skus: AlibabaSku[];
}

export interface AlibabaSku {
  specId: string | null;
  skuId: string | null;
  /** Such as `颜色: 黑色`. */
  title: string;
  titleTranslated: string;
  imageUrl: string | null;
  /** Of one piece. */
  priceFen: number | null;
  stock: number | null;
  /** An element for `request.cargoParamList` of a purchase, of the least quantity; null: the platform did not name all it needs. */
  line: AlibabaLine | null;
}

/** What an order wants of a line. */
export type AlibabaLine = Pick<Cargo, 'offerMapId' | 'specId' | 'quantity'> & { sellerOpenId: string };

/** One product of Taobao with its SKUs. */
export interface TaobaoProduct {
  platform: 'taobao';
  itemId: string;
  /** Under which the supply chain knows it. */
  mpId: string | null;
  title: string | null;
  imageUrls: string[];
  shopName: string | null;
  minQuantity: number | null;
  /** The platform's own word: `active` while it can be bought. */
  status: string | null;
  skus: TaobaoSku[];
}

export interface TaobaoSku {
  skuId: string | null;
  mpSkuId: string | null;
  title: string;
  imageUrl: string | null;
  priceFen: number | null;
  stock: number | null;
  /** An element for `orderLineList` of a Taobao order, of the least quantity; null: the platform did not name all it needs. */
  line: TaobaoLine | null;
}

/** What a Taobao order wants of a line: texts all. A type, not an interface: it fits where more members may stand. */
export type TaobaoLine = { itemId: string; skuId: string; quantity: string };

/** What stands in a list, by platform. */
export interface ItemOn {
  '1688': AlibabaItem;
  taobao: TaobaoItem;
}

/** What is shown of one product, by platform. */
export interface ProductOn {
  '1688': AlibabaProduct;
  taobao: TaobaoProduct;
}

/** A page of a search. */
export interface GoodsPage<Item = ItemOn[Platform]> {
  items: Item[];
  /** null: there is no more. */
  nextCursor: string | null;
}
